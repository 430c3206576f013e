// What tests set and read, and what every object needs.
//
// Keys of fake_set, by device, with their defaults:
//   present 1        0 unplugs the device, 1 plugs it in again
//   can_play 1, can_capture 1, active 1      IO support, duplex mode inactive
//   duplex 0         0 full, 1 half: output and input refuse each other
//   busy_enables 0   so many EnableVideoOutput or EnableVideoInput are refused as in use
//   queue_limit 60   more scheduled frames are refused
//   late 0, drop 0   so many frames to come are reported late, or dropped
//   stall 0          completions are withheld for so many ticks
//   hang 0           1: the clock stands still
//   no_stop 0        1: a stop is never confirmed
//   reference 2      what GetReferenceStatus answers
//   keyer 1, reference_input 1, preroll 3, channels 16, packets_need_v210 0
//   groups 1         whether outputs of a playback group start on one call
//   refuse_schedule 0   so many ScheduleVideoFrame fail
//   supports 1       0: no mode is supported
//   signal 1         0: the input brings filler
//   input_mode 0     a mode whose arrival is announced and then sent
//   input_timecode 0 the BCD timecode of the next captured frame; -1 none
//   input_lag_us 0   the next captured picture came so long before it is handed over; then 0 again
//   stream_time 1    0: captured pictures do not say when they came
//   unreadable_packets 0  so many packets of each captured frame do not give out their words
//   reference_mode 0 the mode of the reference; 0: the card does not say
//   input_ppm 0      so many millionths the input's clock is fast
//   counter 0        1: captured UYVY pictures carry their number as cells that can be read again
//   tone 0           1: every second channel is 1 kHz at -20 dBFS instead of the sample's number
// Of device 0 for the whole driver:
//   devices 1, no_kernel 0, generation 0 (1 old or new: no output and input of ours; 2 wraps frames;
//   3 wraps them and forwards nothing), manual_clock 0, speed 100 (per cent), small 0 (1: there are
//   modes of 320x180 and one wider than any ring too, which no card has)
// Readable besides: live (objects), shown, repeated, queued, started, preferences_written, keyed,
// pixel_format (the driver's number of what was scheduled last).
#include <pthread.h>
#include <sched.h>

#include "fake.h"

Device devices[deviceMax];
std::mutex globalLock;
std::map<std::string, int64_t> globals;
std::atomic<int64_t> liveObjects{0};

Object::Object(const void *table, void (*end)(Object *)) : table(table), end(end) {
    liveObjects++;
}

unsigned long addReference(void *object) {
    return self<Object>(object)->count.fetch_add(1) + 1;
}

unsigned long dropReference(void *object) {
    Object *it = self<Object>(object);
    unsigned long before = it->count.fetch_sub(1);
    if (before == 0) __builtin_trap();  // Released once too often.
    if (before > 1) return before - 1;
    liveObjects--;
    it->end(it);
    return 0;
}

int32_t plainQuery(void *object, Iid wanted, void **result) {
    *result = nullptr;
    if (!same(wanted, IUnknownId)) return noInterface;
    *result = object;
    addReference(object);
    return ok;
}

void setDefaults(Device &device) {
    device.values = {
        {"present", 1},         {"can_play", 1},    {"can_capture", 1},     {"active", 1},
        {"queue_limit", 60},    {"reference", 2},   {"keyer", 1},           {"reference_input", 1},
        {"preroll", 3},         {"channels", 16},   {"supports", 1},        {"signal", 1},
        {"input_timecode", -1}, {"input_mode", 0},  {"groups", 1},
        {"stream_time", 1},
    };
    device.configuration = {{code("voio"), code("blac")}};
    device.preferences = device.configuration;
    device.inputPackets.clear();
    device.observer = nullptr;
}

namespace {
// Before anything else of the driver runs.
struct Begin {
    Begin() {
        for (int number = 0; number < deviceMax; number++) devices[number].number = number;
        fake_reset();
        takeEnvironment();
    }
} begin;

bool isGlobal(const std::string &key) {
    return key == "devices" || key == "no_kernel" || key == "generation" || key == "manual_clock"
        || key == "speed" || key == "small";
}
}  // namespace

void beClockOfACard() {
    sched_param parameter{};
    parameter.sched_priority = 70;
    pthread_setschedparam(pthread_self(), SCHED_RR, &parameter);
}

extern "C" void fake_reset(void) {
    {
        std::lock_guard guard(globalLock);
        globals = {{"devices", 1}, {"speed", 100}};
    }
    for (Device &device : devices) {
        std::lock_guard guard(device.lock);
        setDefaults(device);
    }
}

extern "C" void fake_set(int32_t number, const char *key, int64_t value) {
    if (isGlobal(key)) {
        std::lock_guard guard(globalLock);
        globals[key] = value;
        return;
    }
    Device &device = devices[number];
    bool isPlug = std::string(key) == "present";
    {
        std::lock_guard guard(device.lock);
        isPlug = isPlug && device.values["present"] != value;
        device.values[key] = value;
    }
    if (isPlug) plug(device, value != 0);
}

extern "C" int64_t fake_get(int32_t number, const char *key) {
    if (std::string(key) == "live") return liveObjects;
    if (isGlobal(key)) {
        std::lock_guard guard(globalLock);
        return globals[key];
    }
    Device &device = devices[number];
    std::lock_guard guard(device.lock);
    if (std::string(key) == "queued") return int64_t(device.queue.size());
    if (std::string(key) == "started") return device.isPlaying;
    if (std::string(key) == "idle") return device.configuration[code("voio")];
    if (std::string(key) == "idle_preference") return device.preferences[code("voio")];
    return device.values[key];
}

extern "C" void fake_observe(int32_t number, fake_observer observer, void *context) {
    std::lock_guard guard(devices[number].lock);
    devices[number].observer = observer;
    devices[number].observerContext = context;
}

extern "C" void fake_input_packets(int32_t number, const uint8_t *packets, int32_t count) {
    std::lock_guard guard(devices[number].lock);
    devices[number].inputPackets.assign(packets, packets + count);
}

extern "C" void fake_output_tick(int32_t number) {
    outputTick(devices[number], std::chrono::steady_clock::now());
}
extern "C" void fake_input_tick(int32_t number) {
    inputTick(devices[number], std::chrono::steady_clock::now());
}
