// Capture: made pictures with a number in them, sound that counts, packets as told.
#include <math.h>

#include "fake.h"

namespace {

struct InputFrame : Object {
    Device &device;
    const Mode *mode;
    uint32_t format;
    std::vector<uint32_t> pixels;
    bool hasSignal;
    int64_t tick, timecode, lagMicroseconds;
    int64_t unreadable;
    bool hasStreamTime;
    std::vector<uint8_t> packets;
    InputFrame(const void *table, Device &device, const Mode *mode, uint32_t format);
};

int32_t frameQuery(void *object, Iid wanted, void **result) {
    auto *frame = self<InputFrame>(object);
    *result = nullptr;
    if (same(wanted, IDeckLinkVideoFrameAncillaryPacketsId)) {
        *result = makePackets();
        attachPackets(*result, frame->packets);
        for (int64_t each = 0; each < frame->unreadable; each++) attachUnreadable(*result);
        return ok;
    }
    bool isOurs = same(wanted, IUnknownId) || same(wanted, IDeckLinkVideoFrameId)
        || same(wanted, IDeckLinkVideoInputFrameId);
    if (!isOurs) return noInterface;
    *result = object;
    addReference(object);
    return ok;
}
long frameWidth(void *object) { return self<InputFrame>(object)->mode->width; }
long frameHeight(void *object) { return self<InputFrame>(object)->mode->height; }
long frameRow(void *object) {
    return rowBytes(self<InputFrame>(object)->format, self<InputFrame>(object)->mode->width);
}
uint32_t frameFormat(void *object) { return self<InputFrame>(object)->format; }
uint32_t frameFlags(void *object) { return self<InputFrame>(object)->hasSignal ? 0 : 0x80000000; }
int32_t frameBytes(void *object, void **bytes) {
    *bytes = self<InputFrame>(object)->pixels.data();
    return ok;
}
int32_t frameTimecode(void *object, uint32_t which, void **timecode) {
    auto *frame = self<InputFrame>(object);
    *timecode = nullptr;
    if (frame->timecode < 0 || which != code("rp18")) return no;
    *timecode = makeTimecode(uint32_t(frame->timecode & 0x3FFFFFFF), frame->timecode >> 30 & 1);
    return ok;
}
int32_t frameAncillary(void *, void **ancillary) {
    *ancillary = nullptr;
    return no;
}
int32_t frameTime(void *object, int64_t *time, int64_t *duration, int64_t scale) {
    auto *frame = self<InputFrame>(object);
    if (!frame->hasStreamTime) return failed;
    *duration = frame->mode->duration * scale / frame->mode->scale;
    *time = frame->tick * frame->mode->duration * scale / frame->mode->scale
        - frame->lagMicroseconds * scale / 1000000;
    return ok;
}
int32_t frameHardwareTime(void *object, int64_t scale, int64_t *time, int64_t *duration) {
    return frameTime(object, time, duration, scale);
}

const IDeckLinkVideoInputFrameTable frameTable = {
    frameQuery,    addReference, dropReference, frameWidth,  frameHeight,
    frameRow,      frameFormat,  frameFlags,    frameBytes,  frameTimecode,
    frameAncillary, neverCalled, neverCalled,   frameTime,   frameHardwareTime};

InputFrame::InputFrame(const void *table, Device &device, const Mode *mode, uint32_t format)
    : Object(table, destroy<InputFrame>), device(device), mode(mode), format(format) {}

struct AudioPacket : Object {
    std::vector<int32_t> samples;
    uint32_t channels;
    int64_t first;
    AudioPacket(const void *table) : Object(table, destroy<AudioPacket>) {}
};
long audioCount(void *object) {
    auto *packet = self<AudioPacket>(object);
    return long(packet->samples.size() / packet->channels);
}
int32_t audioBytes(void *object, void **samples) {
    *samples = self<AudioPacket>(object)->samples.data();
    return ok;
}
int32_t audioTime(void *object, int64_t *time, int64_t scale) {
    *time = self<AudioPacket>(object)->first * scale / 48000;
    return ok;
}
const IDeckLinkAudioInputPacketTable audioTable = {
    plainQuery, addReference, dropReference, audioCount,
    audioBytes, audioTime,    neverCalled,   neverCalled};

struct Input : Object {
    Device &device;
    std::thread clock;
    std::atomic<bool> isEnding{false};
    Input(const void *table, Device &device);
};

void runClock(Input *input) {
    beClockOfACard();
    Device &device = input->device;
    auto next = std::chrono::steady_clock::now();
    while (!input->isEnding) {
        int64_t nanoseconds = 1000000;
        {
            std::lock_guard guard(device.lock);
            if (device.inputMode)
                nanoseconds = device.inputMode->duration * 1000000000 / device.inputMode->scale;
            nanoseconds -= nanoseconds * device.values["input_ppm"] / 1000000;
        }
        if (std::chrono::steady_clock::now() < next) {
            std::this_thread::sleep_for(std::chrono::microseconds(200));
            continue;
        }
        inputTick(device, next);
        next += std::chrono::nanoseconds(nanoseconds);
    }
}

int32_t supports(void *object, uint32_t, uint32_t mode, uint32_t pixelFormat, uint32_t, uint32_t,
                 uint32_t *, bool *supported) {
    Device &device = self<Input>(object)->device;
    std::lock_guard guard(device.lock);
    *supported = findMode(mode) && rowBytes(pixelFormat, 48) && device.values["supports"];
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

int32_t enableVideo(void *object, uint32_t mode, uint32_t format, uint32_t flags) {
    auto *input = self<Input>(object);
    Device &device = input->device;
    std::lock_guard guard(device.lock);
    if (!device.values["present"]) return failed;
    if (device.values["busy_enables"] > 0) {
        device.values["busy_enables"]--;
        return denied;
    }
    bool isHalfTaken = device.values["duplex"] == 1 && device.outputOwner;
    if ((device.inputOwner && device.inputOwner != input) || isHalfTaken) return denied;
    if (!findMode(mode) || !rowBytes(format, 48)) return invalid;
    device.inputOwner = input;
    device.inputMode = findMode(mode);
    device.inputFormat = format;
    device.detects = flags & 1;
    return ok;
}
void disable(Input *input) {
    Device &device = input->device;
    {
        std::lock_guard guard(device.lock);
        if (device.inputOwner != input) return;
        device.isCapturing = false;
    }
    input->isEnding = true;
    if (input->clock.joinable()) input->clock.join();
    std::lock_guard guard(device.lock);
    device.inputOwner = nullptr;
    device.inputMode = nullptr;
    device.announcedMode = 0;
    device.inputChannels = 0;
}
int32_t disableVideo(void *object) {
    disable(self<Input>(object));
    return ok;
}
int32_t available(void *, uint32_t *count) {
    *count = 0;
    return ok;
}
int32_t enableAudio(void *object, uint32_t rate, uint32_t type, uint32_t channels) {
    Device &device = self<Input>(object)->device;
    std::lock_guard guard(device.lock);
    if (rate != 48000 || type != 32 || (channels != 2 && channels != 8 && channels != 16))
        return invalid;
    device.inputChannels = channels;
    return ok;
}
int32_t disableAudio(void *object) {
    Device &device = self<Input>(object)->device;
    std::lock_guard guard(device.lock);
    device.inputChannels = 0;
    return ok;
}
int32_t startStreams(void *object) {
    auto *input = self<Input>(object);
    bool isManual = fake_get(0, "manual_clock");
    std::lock_guard guard(input->device.lock);
    if (input->device.inputOwner != input) return denied;
    input->device.isCapturing = true;
    if (!isManual && !input->clock.joinable()) input->clock = std::thread(runClock, input);
    return ok;
}
int32_t stopStreams(void *object) {
    auto *input = self<Input>(object);
    std::lock_guard guard(input->device.lock);
    input->device.isCapturing = false;
    return ok;
}
int32_t flushStreams(void *) { return ok; }
int32_t setCallback(void *object, void *callback) {
    Device &device = self<Input>(object)->device;
    if (callback) retain(callback);
    void *before;
    {
        std::lock_guard guard(device.lock);
        before = device.inputCallback;
        device.inputCallback = callback;
    }
    release(before);
    return ok;
}
int32_t hardwareClock(void *, int64_t, int64_t *, int64_t *, int64_t *) { return notImplemented; }

const IDeckLinkInputTable inputTable = {
    plainQuery,   addReference, dropReference, supports,     getMode,      getModes,
    setPreview,   enableVideo,  disableVideo,  available,    setPreview,   enableAudio,
    disableAudio, available,    startStreams,  stopStreams,  stopStreams,  flushStreams,
    setCallback,  hardwareClock, neverCalled,  neverCalled};

void endInput(Object *object) {
    auto *input = static_cast<Input *>(object);
    disable(input);
    setCallback(object, nullptr);
    delete input;
}
Input::Input(const void *table, Device &device) : Object(table, endInput), device(device) {}

// 1 kHz at -20 dBFS: 48 samples are one period.
int32_t toneSample(int64_t at) {
    return int32_t(lround(0.1 * 2147483648.0 * sin(2 * M_PI * double(at % 48) / 48)));
}

// The picture: its number in the first word of the first line and in the second word of the second
// one, the rest grey; sound: its own sample number.
void *makeFrame(Device &device) {
    auto *frame = new InputFrame(&frameTable, device, device.inputMode, device.inputFormat);
    frame->hasSignal = device.values["signal"];
    frame->tick = device.inputTick;
    frame->timecode = device.values["input_timecode"];
    frame->packets = device.inputPackets;
    frame->lagMicroseconds = device.values["input_lag_us"];
    device.values["input_lag_us"] = 0;
    frame->hasStreamTime = device.values["stream_time"];
    frame->unreadable = device.values["unreadable_packets"];
    size_t bytes = size_t(rowBytes(frame->format, frame->mode->width) * frame->mode->height);
    frame->pixels.assign(bytes / 4, 0x80108010);
    frame->pixels[0] = uint32_t(device.inputTick);
    frame->pixels[size_t(rowBytes(frame->format, frame->mode->width) / 4 + 1)] = frame->pixels[0];
    if (device.values["counter"] && frame->format == code("2vuy"))
        drawNumber(
            uint32_t(device.inputTick), *frame->mode,
            reinterpret_cast<uint8_t *>(frame->pixels.data()));
    return frame;
}

void *makeAudio(Device &device) {
    if (!device.inputChannels) return nullptr;
    auto *packet = new AudioPacket(&audioTable);
    int64_t duration = device.inputMode->duration, scale = device.inputMode->scale;
    int64_t from = device.inputTick * duration * 48000 / scale;
    int64_t to = (device.inputTick + 1) * duration * 48000 / scale;
    packet->channels = device.inputChannels;
    packet->first = from;
    for (int64_t at = from; at < to; at++)
        for (uint32_t channel = 0; channel < device.inputChannels; channel++)
            packet->samples.push_back(
                device.values["tone"] && channel % 2 ? toneSample(at) : int32_t(at));
    return packet;
}

}  // namespace

void *makeInput(Device &device) { return new Input(&inputTable, device); }

void inputTick(Device &device, Instant at) {
    void *callback = nullptr, *frame = nullptr, *audio = nullptr;
    const Mode *changed = nullptr;
    {
        std::lock_guard guard(device.lock);
        if (!device.isCapturing || !device.inputCallback || !device.values["present"]) return;
        callback = device.inputCallback;
        retain(callback);
        int64_t wanted = device.values["input_mode"];
        if (wanted && device.detects && wanted != device.announcedMode
            && wanted != device.inputMode->id) {
            device.announcedMode = wanted;
            changed = findMode(uint32_t(wanted));
        }
        frame = makeFrame(device);
        audio = makeAudio(device);
        recordInput(device, device.inputTick, at);
        device.inputTick++;
    }
    auto *table = tableOf<IDeckLinkInputCallbackTable>(callback);
    if (changed) {
        void *mode = makeMode(changed);
        table->VideoInputFormatChanged(callback, 1, mode, 1);
        release(mode);
    }
    table->VideoInputFrameArrived(callback, frame, audio);
    release(frame);
    release(audio);
    release(callback);
}
