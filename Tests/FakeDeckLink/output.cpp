// Scheduled playback with a clock of its own.
#include <stdlib.h>

#include <chrono>

#include "fake.h"

namespace {

// What a newer driver puts around a frame of the caller's.
struct Wrapper : Object {
    void *inner;
    Wrapper(const void *table, void *inner);
};
void endWrapper(Object *object) {
    release(static_cast<Wrapper *>(object)->inner);
    delete static_cast<Wrapper *>(object);
}
Wrapper::Wrapper(const void *table, void *inner) : Object(table, endWrapper), inner(inner) {
    retain(inner);
}
int32_t wrapperQuery(void *object, Iid wanted, void **result) {
    void *inner = self<Wrapper>(object)->inner;
    *result = nullptr;
    if (same(wanted, IUnknownId) || same(wanted, IDeckLinkVideoFrameId)) {
        *result = object;
        addReference(object);
        return ok;
    }
    if (fake_get(0, "generation") == 3) return noInterface;
    return tableOf<IUnknownTable>(inner)->QueryInterface(inner, wanted, result);
}
long wrapperSize(void *) { return 0; }
uint32_t wrapperFormat(void *) { return 0; }
int32_t wrapperBytes(void *, void **bytes) {
    *bytes = nullptr;
    return failed;
}
int32_t wrapperTimecode(void *, uint32_t, void **timecode) {
    *timecode = nullptr;
    return no;
}
int32_t wrapperData(void *, void **data) {
    *data = nullptr;
    return no;
}
const IDeckLinkVideoFrameTable wrapperTable = {
    wrapperQuery,  addReference,  dropReference, wrapperSize,     wrapperSize, wrapperSize,
    wrapperFormat, wrapperFormat, wrapperBytes,  wrapperTimecode, wrapperData, neverCalled,
    neverCalled};

struct Output : Object {
    Device &device;
    std::thread clock;
    std::atomic<bool> isEnding{false};
    Output(const void *table, Device &device);
};

int64_t parameter(const char *key) { return fake_get(0, key); }

// Tells about frames; never under the lock.
void answer(void *callback, std::deque<Answer> answers) {
    for (Answer &each : answers) {
        if (callback) {
            void *shown = each.frame;
            Wrapper *wrapper = nullptr;
            if (parameter("generation") >= 2) shown = wrapper = new Wrapper(&wrapperTable, shown);
            tableOf<IDeckLinkVideoOutputCallbackTable>(callback)->ScheduledFrameCompleted(
                callback, shown, each.result);
            if (wrapper) dropReference(wrapper);
        }
        release(each.frame);
    }
}

struct Aired {
    int64_t tick;
    int32_t fate;
    void *frame;
    std::vector<int32_t> audio;
    int32_t missing;
};

// The sound of a tick, cut out of what was scheduled for its time.
void takeAudio(Device &device, Aired &aired) {
    if (!device.audioChannels) return;
    int64_t scale = device.outputMode->scale, duration = device.outputMode->duration;
    auto before = [&](int64_t tick) { return tick * duration * 48000 / scale; };
    int64_t from = before(aired.tick), to = before(aired.tick + 1);
    aired.audio.assign(size_t(to - from) * device.audioChannels, 0);
    aired.missing = int32_t(to - from);
    for (auto it = device.audio.begin(); it != device.audio.end();) {
        int64_t count = int64_t(it->second.size()) / device.audioChannels;
        int64_t first = std::max(from, it->first), last = std::min(to, it->first + count);
        for (int64_t at = first; at < last; at++)
            for (uint32_t channel = 0; channel < device.audioChannels; channel++)
                aired.audio[size_t((at - from) * device.audioChannels + channel)] =
                    it->second[size_t((at - it->first) * device.audioChannels + channel)];
        if (last > first) aired.missing -= int32_t(last - first);
        it = it->first + count <= to ? device.audio.erase(it) : std::next(it);
    }
}

// One tick of the card: what was on air is answered for, what is due goes on air.
Aired advance(Device &device, std::deque<Answer> &answers, Instant at) {
    device.tick++;
    device.tickedAt = at;
    Aired aired{device.tick, 2, nullptr, {}, 0};
    int64_t now = device.startTime + device.tick * device.outputMode->duration;
    // What was on the wire is answered for once its tick is over.
    if (device.onAir) device.withheld.push_back({device.onAir, device.onAirIsLate ? 1u : 0u});
    device.onAir = nullptr;
    while (!device.queue.empty() && device.queue.front().time <= now) {
        Queued due = device.queue.front();
        device.queue.pop_front();
        bool hasSuccessor = !device.queue.empty() && device.queue.front().time <= now;
        if (hasSuccessor || device.values["drop"] > 0) {
            if (!hasSuccessor) device.values["drop"]--;
            device.withheld.push_back({due.frame, 2});
            continue;
        }
        bool isLate = due.time < now;
        if (!isLate && device.values["late"] > 0) {
            device.values["late"]--;
            isLate = true;
        }
        aired.frame = due.frame;
        device.onAir = due.frame;
        device.onAirIsLate = isLate;
        aired.fate = isLate ? 1 : 0;
    }
    device.values[aired.frame ? "shown" : "repeated"]++;
    takeAudio(device, aired);
    if (device.values["stall"] > 0) {
        device.values["stall"]--;
    } else {
        answers.swap(device.withheld);
    }
    return aired;
}

void show(Device &device, const Aired &aired, Instant at) {
    static const bool isRecorded = getenv("FAKE_DECKLINK_RECORD");
    fake_observer observer;
    void *context;
    Mode mode;
    {
        std::lock_guard guard(device.lock);
        observer = device.observer;
        context = device.observerContext;
        if (!device.outputMode) return;
        mode = *device.outputMode;
    }
    if (!observer && !isRecorded) return;
    void *bytes = nullptr;
    int64_t timecode = -1;
    std::vector<uint8_t> packets;
    if (aired.frame) {
        auto *frame = tableOf<IDeckLinkVideoFrameTable>(aired.frame);
        frame->GetBytes(aired.frame, &bytes);
        void *code188 = nullptr;
        if (frame->GetTimecode(aired.frame, code("rp18"), &code188) == ok && code188) {
            auto *its = tableOf<IDeckLinkTimecodeTable>(code188);
            timecode = its->GetBCD(code188) | (its->GetFlags(code188) & 1 ? int64_t(1) << 30 : 0);
            release(code188);
        }
        if (device.outputFlags & 1) packets = readPackets(aired.frame);
    }
    if (isRecorded) {
        bool isReadable = aired.frame
            && tableOf<IDeckLinkVideoFrameTable>(aired.frame)->GetPixelFormat(aired.frame)
                == code("2vuy");
        recordOutput(
            device, aired.tick, at, aired.fate,
            isReadable ? readNumber(mode, static_cast<uint8_t *>(bytes)) : -1, timecode,
            aired.missing, aired.audio);
    }
    if (!observer) return;
    observer(
        context, aired.tick, aired.fate, bytes, timecode, packets.data(), int32_t(packets.size()),
        aired.audio.data(), int32_t(aired.audio.size()), aired.missing);
}

// All queued frames come back, then the stop is confirmed.
void finish(Device &device) {
    std::deque<Answer> answers;
    void *callback;
    bool isSilent;
    {
        std::lock_guard guard(device.lock);
        answers.swap(device.withheld);
        if (device.onAir) answers.push_back({device.onAir, 0});
        device.onAir = nullptr;
        for (Queued &queued : device.queue) answers.push_back({queued.frame, 3});
        device.queue.clear();
        device.audio.clear();
        device.isPlaying = device.isStopping = false;
        device.tick = -1;
        callback = device.completion;
        if (callback) retain(callback);
        isSilent = device.values["no_stop"];
    }
    answer(callback, answers);
    if (callback && !isSilent)
        tableOf<IDeckLinkVideoOutputCallbackTable>(callback)->ScheduledPlaybackHasStopped(callback);
    release(callback);
}

void runClock(Output *output) {
    beClockOfACard();
    Device &device = output->device;
    auto next = std::chrono::steady_clock::now();
    while (!output->isEnding) {
        int64_t nanoseconds = 1000000, percent = parameter("speed");
        bool plays = false, stops = false;
        {
            std::lock_guard guard(device.lock);
            plays = device.isPlaying && device.outputMode && !device.values["hang"]
                && device.values["present"];
            stops = device.isStopping;
            if (plays)
                nanoseconds = device.outputMode->duration * 1000000000 / device.outputMode->scale
                    * 100 / (percent > 0 ? percent : 100);
        }
        if (stops) {
            finish(device);
            continue;
        }
        auto now = std::chrono::steady_clock::now();
        if (plays && now >= next) {
            // A card's clock does not wait for a thread: late ticks follow at once.
            outputTick(device, next);
            next += std::chrono::nanoseconds(nanoseconds);
            continue;
        }
        if (!plays) next = now;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
}

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
    if (!isManual) output->clock = std::thread(runClock, output);
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
    finish(device);
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
    finish(output->device);
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

void outputTick(Device &device, Instant at) {
    std::deque<Answer> answers;
    void *callback;
    Aired aired;
    {
        std::lock_guard guard(device.lock);
        bool stands = device.values["hang"] || !device.values["present"];
        if (!device.isPlaying || !device.outputMode || stands) return;
        aired = advance(device, answers, at);
        callback = device.completion;
        if (callback) retain(callback);
        if (aired.frame) retain(aired.frame);
    }
    show(device, aired, at);
    release(aired.frame);
    answer(callback, answers);
    release(callback);
}
