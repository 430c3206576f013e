// The output as a program sees it: taking it, scheduling, starting and stopping.
#include <chrono>
#include <functional>

#include "fake.h"

namespace {

struct Output : Object {
    Device &device;
    std::thread clock;
    std::atomic<bool> isEnding{false};
    Output(const void *table, Device &device);
};

int64_t parameter(const char *key) { return fake_get(0, key); }

// -- The table -------------------------------------------------------------------------------------

bool isGone(Device &device) { return !device.values["present"]; }

int32_t supports(void *object, uint32_t, uint32_t mode, uint32_t pixelFormat, uint32_t conversion,
                 uint32_t flags, uint32_t *actual, bool *supported) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    if (!supported) return invalid;
    *supported = false;
    const Mode *found = findMode(mode);
    if (!found || rowBytes(pixelFormat, 48) == 0 || conversion != code("none")) return invalid;
    if (actual) *actual = mode;
    bool isKeyed = flags & 1;
    bool hasAlpha = pixelFormat == code("BGRA") || pixelFormat == 32;
    *supported = device.values["supports"] && (!isKeyed || (hasAlpha && device.values["keyer"]));
    return ok;
}
int32_t getMode(void *, uint32_t id, void **mode) {
    const Mode *found = findMode(id);
    *mode = found ? makeMode(found) : nullptr;
    return found ? ok : invalid;
}
int32_t getModes(void *, void **iterator) {
    *iterator = makeModeIterator();
    return ok;
}
int32_t setPreview(void *, void *) { return ok; }

int32_t enableVideo(void *object, uint32_t mode, uint32_t flags) {
    auto *output = self<Output>(object);
    Device &device = output->device;
    bool isManual = parameter("manual_clock");
    std::lock_guard guard(device.lock);
    if (isGone(device)) return failed;
    bool isHalfTaken = device.values["duplex"] == 1 && device.inputOwner;
    if (device.values["busy_enables"] > 0) {
        device.values["busy_enables"]--;
        return denied;
    }
    if (device.outputOwner || isHalfTaken || !device.values["active"]) return denied;
    const Mode *found = findMode(mode);
    if (!found) return invalid;
    device.outputOwner = output;
    device.outputMode = found;
    device.outputFlags = flags;
    output->isEnding = false;
    if (!isManual) output->clock = std::thread(
            runOutputClock, std::ref(device), std::cref(output->isEnding));
    return ok;
}

void disable(Output *output) {
    Device &device = output->device;
    {
        std::lock_guard guard(device.lock);
        if (device.outputOwner != output) return;
    }
    output->isEnding = true;
    if (output->clock.joinable()) output->clock.join();
    finishPlayback(device);
    std::lock_guard guard(device.lock);
    device.outputOwner = nullptr;
    device.outputMode = nullptr;
    device.audioChannels = 0;
}
int32_t disableVideo(void *object) {
    disable(self<Output>(object));
    return ok;
}
int32_t setAllocator(void *, void *) { return notImplemented; }
int32_t createFrame(void *, int32_t, int32_t, int32_t, uint32_t, uint32_t, void **frame) {
    *frame = nullptr;
    return notImplemented;
}
int32_t createAncillary(void *, uint32_t, void **ancillary) {
    *ancillary = nullptr;
    return notImplemented;
}
int32_t displaySync(void *, void *) { return notImplemented; }

// A driver from 14.3 on asks a frame for its own identifiers before ours.
bool isUsable(void *frame) {
    if (parameter("generation") < 2) return true;
    const Iid newer{{0x65, 0x02, 0x09, 0x1C, 0x61, 0x5F, 0x4F, 0x51, 0xBA, 0xF6, 0x45, 0xC4, 0x25,
                     0x6D, 0xD5, 0xB0}};
    auto *table = tableOf<IUnknownTable>(frame);
    void *result = frame;
    if (table->QueryInterface(frame, newer, &result) != noInterface || result) return false;
    if (table->QueryInterface(frame, IDeckLinkVideoFrameId, &result) < 0 || !result) return false;
    release(result);
    return true;
}

int32_t schedule(void *object, void *frame, int64_t time, int64_t duration, int64_t scale) {
    auto *output = self<Output>(object);
    Device &device = output->device;
    bool hasFrameIds = isUsable(frame);
    auto *table = tableOf<IDeckLinkVideoFrameTable>(frame);
    void *bytes = nullptr;
    table->GetBytes(frame, &bytes);
    std::lock_guard guard(device.lock);
    if (isGone(device)) return failed;
    if (device.outputOwner != output) return denied;
    if (device.values["refuse_schedule"] > 0) {
        device.values["refuse_schedule"]--;
        return failed;
    }
    const Mode *mode = device.outputMode;
    uint32_t format = table->GetPixelFormat(frame);
    if (!hasFrameIds || !bytes || table->GetWidth(frame) != mode->width
        || table->GetHeight(frame) != mode->height
        || table->GetRowBytes(frame) != rowBytes(format, mode->width) || scale != mode->scale
        || duration != mode->duration)
        return invalid;
    if (int64_t(device.queue.size()) >= device.values["queue_limit"]) return outOfMemory;
    device.values["pixel_format"] = format;
    retain(frame);
    device.queue.push_back({frame, time});
    return ok;
}

int32_t setCompletion(void *object, void *callback) {
    Device &device = self<Output>(object)->device;
    if (callback) retain(callback);
    void *before;
    {
        std::lock_guard guard(device.lock);
        before = device.completion;
        device.completion = callback;
    }
    release(before);
    return ok;
}
int32_t bufferedFrames(void *object, uint32_t *count) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    *count = uint32_t(device.queue.size());
    return ok;
}
int32_t enableAudio(void *object, uint32_t rate, uint32_t type, uint32_t channels, uint32_t stream) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    bool isKnown = channels == 2 || channels == 8 || channels == 16;
    if (rate != 48000 || type != 32 || !isKnown || int64_t(channels) > device.values["channels"])
        return invalid;
    if (stream != 2) return notImplemented;
    if (!device.outputMode) return denied;
    device.audioChannels = channels;
    return ok;
}
int32_t disableAudio(void *object) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    device.audioChannels = 0;
    return ok;
}
int32_t writeAudio(void *, void *, uint32_t, uint32_t *) { return notImplemented; }
int32_t preroll(void *) { return ok; }
int32_t scheduleAudio(
    void *object, void *samples, uint32_t count, int64_t time, int64_t scale, uint32_t *written) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    if (!device.audioChannels) return denied;
    if (scale != 48000 || !written) return invalid;
    auto *first = static_cast<int32_t *>(samples);
    device.audio[time].assign(first, first + count * device.audioChannels);
    *written = count;
    return ok;
}
int32_t bufferedAudio(void *, uint32_t *count) {
    *count = 0;
    return ok;
}
// One start starts every enabled and prerolled output of the group.
int32_t startGroup(int64_t group, int64_t time) {
    for (Device &device : devices) {
        std::lock_guard guard(device.lock);
        bool isMember = device.outputMode && (device.outputFlags & 0x40)
            && device.configuration[code("plgr")] == group;
        if (isMember && int64_t(device.queue.size()) < device.values["preroll"]) return failed;
    }
    for (Device &device : devices) {
        std::lock_guard guard(device.lock);
        bool isMember = device.outputMode && (device.outputFlags & 0x40)
            && device.configuration[code("plgr")] == group;
        if (!isMember) continue;
        device.startTime = time;
        device.tick = -1;
        device.isPlaying = true;
    }
    return ok;
}
int32_t start(void *object, int64_t time, int64_t scale, double) {
    Device &device = self<Output>(object)->device;
    int64_t group = 0;
    {
        std::lock_guard guard(device.lock);
        if (!device.outputMode) return denied;
        if (scale != device.outputMode->scale) return invalid;
        if (int64_t(device.queue.size()) < device.values["preroll"]) return failed;
        if (device.outputFlags & 0x40) group = device.configuration[code("plgr")];
        if (!group) {
            device.startTime = time;
            device.tick = -1;
            device.isPlaying = true;
        }
    }
    return group ? startGroup(group, time) : ok;
}
int32_t stop(void *object, int64_t, int64_t *, int64_t) {
    auto *output = self<Output>(object);
    {
        std::lock_guard guard(output->device.lock);
        if (!output->device.isPlaying) return denied;
        output->device.isStopping = true;
        if (output->clock.joinable()) return ok;
    }
    finishPlayback(output->device);
    return ok;
}
int32_t isRunning(void *object, bool *running) {
    *running = self<Output>(object)->device.isPlaying;
    return ok;
}
int32_t streamTime(void *object, int64_t scale, int64_t *time, double *speed) {
    Device &device = self<Output>(object)->device;
    bool isManual = parameter("manual_clock");
    std::lock_guard guard(device.lock);
    if (!device.outputMode || !device.isPlaying) return denied;
    int64_t into = 0;
    if (!isManual && device.tick >= 0) {
        auto past = std::chrono::steady_clock::now() - device.tickedAt;
        into = std::chrono::duration_cast<std::chrono::nanoseconds>(past).count()
            * device.outputMode->scale / 1000000000;
        into = std::min(into, device.outputMode->duration - 1);
    }
    int64_t ticks = device.tick < 0 ? 0 : device.tick;
    *time = (device.startTime + ticks * device.outputMode->duration + into) * scale
        / device.outputMode->scale;
    *speed = 1;
    return ok;
}
int32_t reference(void *object, uint32_t *status) {
    Device &device = self<Output>(object)->device;
    std::lock_guard guard(device.lock);
    *status = uint32_t(device.values["reference"]);
    return ok;
}
int32_t hardwareClock(void *, int64_t, int64_t *, int64_t *, int64_t *) { return notImplemented; }
int32_t completionTime(void *, void *, int64_t, int64_t *) { return notImplemented; }

const IDeckLinkOutputTable outputTable = {
    plainQuery,     addReference,  dropReference,   supports,      getMode,
    getModes,       setPreview,    enableVideo,     disableVideo,  setAllocator,
    createFrame,    createAncillary, displaySync,   schedule,      setCompletion,
    bufferedFrames, enableAudio,   disableAudio,    writeAudio,    preroll,
    preroll,        scheduleAudio, bufferedAudio,   preroll,       setPreview,
    start,          stop,          isRunning,       streamTime,    reference,
    hardwareClock,  completionTime, neverCalled,    neverCalled};

void endOutput(Object *object) {
    auto *output = static_cast<Output *>(object);
    disable(output);
    delete output;
}
Output::Output(const void *table, Device &device) : Object(table, endOutput), device(device) {}

}  // namespace

void *makeOutput(Device &device) { return new Output(&outputTable, device); }
