// What tests may say to the fake driver. They find these by name in the loaded library.
#ifndef FAKEDECKLINK_H
#define FAKEDECKLINK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// One tick of the output as it went on air: its number from the start of playback, what became of the
// slot (0 shown, 1 late, 2 repeated), the picture, its timecode as BCD (-1 none), packets as did,
// sdid, line (two bytes, high first), count, words …, and the tick's sound (interleaved).
typedef void (*fake_observer)(
    void *context, int64_t tick, int32_t fate, const void *bytes, int64_t timecode,
    const uint8_t *packets, int32_t packet_bytes, const int32_t *audio, int32_t audio_count,
    int32_t audio_missing);

// Everything as at the start. Call while nothing is open.
void fake_reset(void);
// Behaviour of device `device` (from 0); keys are listed in control.cpp.
void fake_set(int32_t device, const char *key, int64_t value);
int64_t fake_get(int32_t device, const char *key);
void fake_observe(int32_t device, fake_observer observer, void *context);
// Packets that each captured frame carries, written as above.
void fake_input_packets(int32_t device, const uint8_t *packets, int32_t count);
// With `manual_clock`: the output's, or the input's, next tick.
void fake_output_tick(int32_t device);
void fake_input_tick(int32_t device);
// The number drawn into a UYVY picture of this size; -1 where there is none.
int64_t fake_read_number(const void *picture, int64_t width, int64_t height);

#ifdef __cplusplus
}
#endif
#endif
