// The DeckLink driver behind plain C: opaque handles, values and event queues. Declarations of the
// driver's binary interface are our own (interfaces.h); the driver is loaded at run time, so that
// everything builds and starts without it.
//
// Results are the driver's: 0 is success, 1 "nothing more", negative a failure (CDL_E_…).
// Handles that end in `release` or `close` may be null there. Unless it says otherwise, a function is
// to be called by one thread at a time for each handle; functions marked "any time" never block.
#ifndef CDECKLINK_H
#define CDECKLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CDL_OK ((int32_t)0)
#define CDL_FALSE ((int32_t)1)
#define CDL_E_NOTIMPL ((int32_t)-2147483647)  // 0x80000001
#define CDL_E_OUTOFMEMORY ((int32_t)-2147483646)  // 0x80000002
#define CDL_E_INVALIDARG ((int32_t)-2147483645)  // 0x80000003
#define CDL_E_NOINTERFACE ((int32_t)-2147483644)  // 0x80000004
#define CDL_E_POINTER ((int32_t)-2147483643)  // 0x80000005
#define CDL_E_HANDLE ((int32_t)-2147483642)  // 0x80000006
#define CDL_E_ABORT ((int32_t)-2147483641)  // 0x80000007
#define CDL_E_FAIL ((int32_t)-2147483640)  // 0x80000008
#define CDL_E_ACCESSDENIED ((int32_t)-2147483639)  // 0x80000009
#define CDL_E_UNEXPECTED ((int32_t)-2147418113)  // 0x8000FFFF

typedef struct cdl_library cdl_library;
typedef struct cdl_device cdl_device;
typedef struct cdl_watch cdl_watch;
typedef struct cdl_output cdl_output;
typedef struct cdl_input cdl_input;

// -- Library and devices ---------------------------------------------------------------------------

// Loads the driver's library; null with a reason in `error` where it is not there or lacks the
// iterator. `path` null: by its own name, wherever the system finds it. It is never unloaded.
cdl_library *cdl_library_open(const char *path, char *error, size_t error_size);
void cdl_library_release(cdl_library *library);
// The library's version packed as 0xMMmmpp00; 0 where it does not say.
uint32_t cdl_library_version(cdl_library *library);
// Whether frames can carry ancillary packets with this library.
bool cdl_library_has_packets(cdl_library *library);

// Lists the sub-devices, at most `capacity`; each is to be released. Negative: the driver has no
// iterator to give, which means that its kernel module is not loaded.
int32_t cdl_devices(cdl_library *library, cdl_device **devices, int32_t capacity);
void cdl_device_release(cdl_device *device);

// Texts are cut to `size` and end in zero; false where there is none.
bool cdl_device_model(cdl_device *device, char *text, size_t size);
bool cdl_device_name(cdl_device *device, char *text, size_t size);
bool cdl_attribute_text(cdl_device *device, uint32_t id, char *text, size_t size);
// False where the device does not answer for `id`.
bool cdl_attribute_int(cdl_device *device, uint32_t id, int64_t *value);
bool cdl_attribute_flag(cdl_device *device, uint32_t id, bool *value);
// Readable while another process owns the device.
bool cdl_status_int(cdl_device *device, uint32_t id, int64_t *value);
bool cdl_status_flag(cdl_device *device, uint32_t id, bool *value);
// What is set holds until the device is released, or for good once written to preferences.
int32_t cdl_set_int(cdl_device *device, uint32_t id, int64_t value);
int32_t cdl_set_flag(cdl_device *device, uint32_t id, bool value);
bool cdl_get_int(cdl_device *device, uint32_t id, int64_t *value);
int32_t cdl_write_preferences(cdl_device *device);

// A display mode of a device.
typedef struct {
    uint32_t mode;
    int32_t width;
    int32_t height;
    int64_t duration;
    int64_t scale;
    uint32_t field_dominance;
    uint32_t flags;
} cdl_mode;

// -- Hot plug --------------------------------------------------------------------------------------

// Called on a thread of the driver; `handle` is the device's handle text, else its name.
typedef void (*cdl_plug)(void *context, const char *handle, bool is_present);

// Watches for devices that come and go; those present are reported at once. Null where the library
// cannot tell.
cdl_watch *cdl_watch_start(cdl_library *library, cdl_plug plug, void *context);
// No call happens after it returns.
void cdl_watch_stop(cdl_watch *watch);

// -- Output ----------------------------------------------------------------------------------------

enum { CDL_EVENT_COMPLETED = 1, CDL_EVENT_STOPPED = 2 };
enum { CDL_SHOWN = 0, CDL_LATE = 1, CDL_DROPPED = 2, CDL_FLUSHED = 3 };

typedef struct {
    uint32_t kind;
    // Of a completion: CDL_SHOWN …
    uint32_t result;
    // Of a completion: the frame's token.
    int64_t token;
} cdl_event;

// One ancillary packet: up to 255 words of user data, without header, count and checksum.
typedef struct {
    uint8_t did;
    uint8_t sdid;
    uint8_t stream;
    uint8_t count;
    uint32_t line;
    const uint8_t *words;
} cdl_packet;

enum { CDL_PACKETS_MAX = 64 };

typedef struct {
    int64_t token;
    // Stays as it is until the frame's completion, or until the output is closed.
    const void *bytes;
    // Both in units of the output's time scale.
    int64_t time;
    int64_t duration;
    // BCD components; used where has_timecode.
    uint8_t hours, minutes, seconds, frames;
    bool has_timecode;
    bool is_drop_frame;
    bool is_field_mark;
    uint8_t packet_count;
    // Copied.
    const cdl_packet *packets;
} cdl_frame;

// Asks the device for its output; null with the driver's answer in `result`. Allocates everything
// that scheduling needs.
cdl_output *cdl_output_open(cdl_library *library, cdl_device *device, int32_t *result);
// Fills in at most `capacity` modes and returns how many there are.
int32_t cdl_output_modes(cdl_output *output, cdl_mode *modes, int32_t capacity);
int32_t cdl_output_supports(
    cdl_output *output, uint32_t connection, uint32_t mode, uint32_t pixel_format, uint32_t flags,
    bool *is_supported);

typedef struct {
    uint32_t mode;
    uint32_t flags;
    uint32_t pixel_format;
    int32_t width, height, row_bytes;
    int64_t scale;
    // 0: no sound, else 2, 8, 16.
    uint32_t audio_channels;
} cdl_signal;

// Takes the output with 32-bit timestamped sound. May block for a moment.
int32_t cdl_output_enable(cdl_output *output, const cdl_signal *signal);
// Queues a frame. Never blocks or allocates.
int32_t cdl_output_schedule(cdl_output *output, const cdl_frame *frame);
// Queues interleaved sound at `time` in samples; `*written` says how many were taken. Never blocks.
int32_t cdl_output_schedule_audio(
    cdl_output *output, const int32_t *samples, uint32_t count, int64_t time, uint32_t *written);
int32_t cdl_output_start(cdl_output *output, int64_t time);
// Another output of the same playback group was started, which started this one too.
void cdl_output_note_started(cdl_output *output);
// Asks for a stop at once: queued frames come back as flushed, then CDL_EVENT_STOPPED. Any thread.
int32_t cdl_output_stop(cdl_output *output);
// The stream's time in the output's scale. Any time.
int32_t cdl_output_time(cdl_output *output, int64_t *time);
// A bit mask: 0 unlocked, 1 not supported, 2 locked. Any time.
int32_t cdl_output_reference(cdl_output *output, uint32_t *status);
int32_t cdl_output_buffered(cdl_output *output, uint32_t *frames);
// The keyer at full level; `is_external` puts fill and key on two connectors.
int32_t cdl_output_key(cdl_output *output, bool is_external);
// The next event, oldest first; false when none waits. Any time, one thread.
bool cdl_output_next(cdl_output *output, cdl_event *event);
// Readable while an event may wait; -1 never.
int32_t cdl_output_descriptor(cdl_output *output);
// Events that found the queue full.
uint64_t cdl_output_overruns(cdl_output *output);
// Stops, waits up to `wait_ms` for the driver to say so, and gives everything back. True when it
// said so. The driver reads no picture any more afterwards.
bool cdl_output_close(cdl_output *output, int32_t wait_ms);

// -- Input -----------------------------------------------------------------------------------------

enum { CDL_INPUT_FRAME = 1, CDL_INPUT_FORMAT = 2 };

typedef struct {
    uint32_t kind;
    // Of a format change.
    cdl_mode mode;
    uint32_t signal_flags;
    // Of a frame; the picture is null where only sound came.
    const void *bytes;
    int32_t width, height, row_bytes;
    uint32_t pixel_format;
    bool has_signal;
    bool has_timecode;
    uint8_t hours, minutes, seconds, frames;
    bool is_drop_frame;
    const int32_t *audio;
    int32_t audio_count;
    // Start of the picture by the card's clock, which begins anywhere.
    bool has_stream_time;
    int64_t stream_ns;
    int64_t arrived_ns;
    void *held_video;
    void *held_audio;
} cdl_arrival;

cdl_input *cdl_input_open(cdl_library *library, cdl_device *device, int32_t *result);
int32_t cdl_input_modes(cdl_input *input, cdl_mode *modes, int32_t capacity);
int32_t cdl_input_supports(
    cdl_input *input, uint32_t connection, uint32_t mode, uint32_t pixel_format,
    bool *is_supported);
// Takes the input and starts it; called again it changes the format without letting go.
int32_t cdl_input_start(
    cdl_input *input, uint32_t mode, uint32_t pixel_format, bool detects_format,
    uint32_t audio_channels, int64_t scale);
// The next arrival; the caller gives it back. At most a few wait, the oldest goes first.
bool cdl_input_next(cdl_input *input, cdl_arrival *arrival);
// Calls `take` for each ancillary packet of a frame that was not yet given back, 1 024 at most; returns
// how many more there are whose words the driver does not give out.
uint32_t cdl_arrival_packets(
    const cdl_arrival *arrival, void (*take)(void *context, const cdl_packet *packet),
    void *context);
void cdl_arrival_release(cdl_arrival *arrival);
int32_t cdl_input_descriptor(cdl_input *input);
// Arrivals that were let go because nobody took them.
uint64_t cdl_input_overruns(cdl_input *input);
void cdl_input_close(cdl_input *input);

#ifdef __cplusplus
}
#endif
#endif
