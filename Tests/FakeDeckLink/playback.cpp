// What a card does with what is scheduled: ticks, completions, sound, and the end.
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

}  // namespace

// All queued frames come back, then the stop is confirmed.
void finishPlayback(Device &device) {
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

void runOutputClock(Device &device, const std::atomic<bool> &isEnding) {
    beClockOfACard();
    auto next = std::chrono::steady_clock::now();
    while (!isEnding) {
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
            finishPlayback(device);
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
