// What the files of the fake driver share.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "include/fakedecklink.h"
#include "tables.h"

constexpr int32_t ok = 0, no = 1;
constexpr int32_t notImplemented = int32_t(0x80000001), outOfMemory = int32_t(0x80000002),
                  invalid = int32_t(0x80000003), noInterface = int32_t(0x80000004),
                  failed = int32_t(0x80000008), denied = int32_t(0x80000009);

constexpr uint32_t code(const char (&text)[5]) {
    return uint32_t(uint8_t(text[0])) << 24 | uint32_t(uint8_t(text[1])) << 16
        | uint32_t(uint8_t(text[2])) << 8 | uint32_t(uint8_t(text[3]));
}

inline bool same(Iid left, const Iid &right) {
    return __builtin_memcmp(left.bytes, right.bytes, 16) == 0;
}

// Anything the driver hands out: its table comes first, as callers expect it.
struct Object {
    const void *table;
    std::atomic<unsigned long> count{1};
    void (*end)(Object *);
    Object(const void *table, void (*end)(Object *));
};

template <typename Kind>
Kind *self(void *object) {
    return static_cast<Kind *>(static_cast<Object *>(object));
}
template <typename Kind>
void destroy(Object *object) {
    delete static_cast<Kind *>(object);
}

// The three slots that every table begins with.
int32_t plainQuery(void *object, Iid wanted, void **result);
unsigned long addReference(void *object);
unsigned long dropReference(void *object);
inline void neverCalled(void *) { __builtin_trap(); }

// What callers implement is reached through the first word of their objects.
template <typename Table>
const Table *tableOf(void *object) {
    return *static_cast<const Table *const *>(object);
}
inline void retain(void *object) { tableOf<IUnknownTable>(object)->AddRef(object); }
inline void release(void *object) {
    if (object) tableOf<IUnknownTable>(object)->Release(object);
}

struct Mode {
    uint32_t id;
    const char *name;
    long width, height;
    int64_t duration, scale;
    uint32_t dominance;
};
const Mode *findMode(uint32_t id);
const std::vector<Mode> &allModes();
void *makeMode(const Mode *mode);
void *makeModeIterator();
long rowBytes(uint32_t pixelFormat, long width);
void *makePackets();
void *makeTimecode(uint32_t bcd, bool isDropFrame);
void attachPackets(void *packets, const std::vector<uint8_t> &bytes);
void attachUnreadable(void *packets);
std::vector<uint8_t> readPackets(void *frame);

struct Queued {
    void *frame;
    int64_t time;
};
struct Answer {
    void *frame;
    uint32_t result;
};

// One sub-device. Everything under `lock`, but what is called without it.
struct Device {
    int number = 0;
    std::mutex lock;
    std::map<std::string, int64_t> values;
    fake_observer observer = nullptr;
    void *observerContext = nullptr;

    // Output.
    Object *outputOwner = nullptr;
    void *completion = nullptr;
    const Mode *outputMode = nullptr;
    uint32_t outputFlags = 0;
    bool isPlaying = false, isStopping = false;
    int64_t startTime = 0, startScale = 1;
    int64_t tick = -1;
    std::deque<Queued> queue;
    void *onAir = nullptr;
    bool onAirIsLate = false;
    std::deque<Answer> withheld;
    uint32_t audioChannels = 0;
    std::map<int64_t, std::vector<int32_t>> audio;  // By sample time.
    // When the tick was due by the card's own clock.
    std::chrono::steady_clock::time_point tickedAt;

    // Input.
    Object *inputOwner = nullptr;
    void *inputCallback = nullptr;
    const Mode *inputMode = nullptr;
    uint32_t inputFormat = 0;
    bool detects = false, isCapturing = false;
    uint32_t inputChannels = 0;
    int64_t inputTick = 0;
    int64_t announcedMode = 0;
    std::vector<uint8_t> inputPackets;

    // Configuration in force, and what preferences hold.
    std::map<uint32_t, int64_t> configuration, preferences;

    int64_t value(const char *key) { return values[key]; }
};

constexpr int deviceMax = 4;
extern Device devices[deviceMax];
extern std::mutex globalLock;
extern std::map<std::string, int64_t> globals;
extern std::atomic<int64_t> liveObjects;

void *makeOutput(Device &device);
void *makeInput(Device &device);
// `at`: when the tick is due by the card's own clock.
void outputTick(Device &device, std::chrono::steady_clock::time_point at);
// The clock of an output that plays; until `isEnding`.
void runOutputClock(Device &device, const std::atomic<bool> &isEnding);
// All queued frames come back, then the stop is confirmed.
void finishPlayback(Device &device);
void inputTick(Device &device, std::chrono::steady_clock::time_point at);
void setDefaults(Device &device);
// A card's clock is no thread that waits for others: real-time priority where that is allowed.
void beClockOfACard();
void plug(Device &device, bool isPresent);
void notePreferences(Device &device);

// record.cpp
using Instant = std::chrono::steady_clock::time_point;
void takeEnvironment();
// UYVY pictures only.
void drawNumber(uint32_t number, const Mode &mode, uint8_t *picture);
int64_t readNumber(const Mode &mode, const uint8_t *picture);
void recordOutput(
    Device &device, int64_t tick, Instant at, int32_t fate, int64_t number, int64_t timecode,
    int32_t missing, const std::vector<int32_t> &sound);
void recordInput(Device &device, int64_t number, Instant at);
