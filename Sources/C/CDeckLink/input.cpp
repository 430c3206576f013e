// Capture. The driver's thread keeps a reference to what came and queues it; a thread of ours takes
// it, uses it and gives it back, since frames held long would starve the driver of buffers.
#include <time.h>

#include <new>

#include "room.h"

using namespace decklink;

namespace {

struct Arrival {
    // Of a frame; either may be null.
    IDeckLinkVideoInputFrame *video;
    IDeckLinkAudioInputPacket *audio;
    // Of a format change.
    bool isFormat;
    uint32_t signalFlags;
    cdl_mode mode;
    int64_t arrivedNanoseconds;
};

void giveBack(const Arrival &arrival) {
    if (arrival.video) arrival.video->Release();
    if (arrival.audio) arrival.audio->Release();
}

class Receiver final : public IDeckLinkInputCallback {
public:
    int32_t QueryInterface(Iid wanted, void **result) noexcept override {
        *result = nullptr;
        if (!(wanted == IUnknown::iid) && !(wanted == iid)) return CDL_E_NOINTERFACE;
        *result = static_cast<IDeckLinkInputCallback *>(this);
        AddRef();
        return CDL_OK;
    }
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override {
        unsigned long left = count.drop();
        if (left == 0) delete this;
        return left;
    }

    int32_t VideoInputFormatChanged(
        uint32_t, IDeckLinkDisplayMode *mode, uint32_t flags) noexcept override {
        if (!mode) return CDL_OK;
        arrivals.push(Arrival{nullptr, nullptr, true, flags, readMode(mode), now()});
        return CDL_OK;
    }

    int32_t VideoInputFrameArrived(
        IDeckLinkVideoInputFrame *video, IDeckLinkAudioInputPacket *audio) noexcept override {
        if (!video && !audio) return CDL_OK;
        Arrival arrival{video, audio, false, 0, {}, now()};
        if (video) video->AddRef();
        if (audio) audio->AddRef();
        if (isClosed.load(std::memory_order_acquire) || !arrivals.push(arrival)) giveBack(arrival);
        return CDL_OK;
    }

    EventQueue<Arrival, 8> arrivals;
    std::atomic<bool> isClosed{false};

private:
    ~Receiver() {
        Arrival item;
        while (arrivals.pop(&item)) giveBack(item);
    }
    static int64_t now() {
        timespec time;
        clock_gettime(CLOCK_MONOTONIC, &time);
        return int64_t(time.tv_sec) * 1000000000 + time.tv_nsec;
    }
    Count count;
};

}  // namespace

struct cdl_input {
    Reference<IDeckLinkInput> input;
    Receiver *receiver = nullptr;
    int64_t scale = 0;
    bool isEnabled = false;
    bool hasSound = false;
};

cdl_input *cdl_input_open(cdl_library *, cdl_device *device, int32_t *result) {
    cdl_input *input = new (std::nothrow) cdl_input;
    *result = CDL_E_OUTOFMEMORY;
    if (!input) return nullptr;
    *result = input->input.query(device->device.get());
    if (*result >= 0) {
        input->receiver = new (std::nothrow) Receiver;
        if (input->receiver) return input;
        *result = CDL_E_OUTOFMEMORY;
    }
    delete input;
    return nullptr;
}

int32_t cdl_input_modes(cdl_input *input, cdl_mode *modes, int32_t capacity) {
    Reference<IDeckLinkDisplayModeIterator> iterator;
    int32_t result = input->input->GetDisplayModeIterator(iterator.out());
    if (result < 0 || !iterator) return result < 0 ? result : CDL_E_FAIL;
    return readModes(iterator.get(), modes, capacity);
}

int32_t cdl_input_supports(
    cdl_input *input, uint32_t connection, uint32_t mode, uint32_t pixel_format,
    bool *is_supported) {
    *is_supported = false;
    return input->input->DoesSupportVideoMode(
        connection, mode, pixel_format, 0x6E6F6E65 /* none */, 0, nullptr, is_supported);
}

int32_t cdl_input_start(
    cdl_input *input, uint32_t mode, uint32_t pixel_format, bool detects_format,
    uint32_t audio_channels, int64_t scale) {
    bool isChange = input->isEnabled;
    if (isChange) {
        input->input->PauseStreams();
    } else {
        int32_t set = input->input->SetCallback(input->receiver);
        if (set < 0) return set;
    }
    int32_t result = input->input->EnableVideoInput(mode, pixel_format, detects_format ? 1 : 0);
    if (result < 0) return result;
    input->scale = scale;
    input->isEnabled = true;
    if (isChange) {
        input->input->FlushStreams();
    } else if (audio_channels > 0) {
        result = input->input->EnableAudioInput(48000, 32, audio_channels);
        if (result < 0) return result;
        input->hasSound = true;
    }
    return input->input->StartStreams();
}

static void readTimecode(IDeckLinkVideoInputFrame *video, cdl_arrival *arrival) {
    // RP 188 of any kind, else VITC of standard definition.
    static const uint32_t kinds[] = {0x72703138, 0x76697463};
    for (uint32_t which : kinds) {
        Reference<IDeckLinkTimecode> timecode;
        if (video->GetTimecode(which, timecode.out()) != CDL_OK || !timecode) continue;
        arrival->has_timecode = timecode->GetComponents(
            &arrival->hours, &arrival->minutes, &arrival->seconds, &arrival->frames) >= 0;
        arrival->is_drop_frame = timecode->GetFlags() & 1;
        return;
    }
}

bool cdl_input_next(cdl_input *input, cdl_arrival *arrival) {
    Arrival item;
    if (!input->receiver->arrivals.pop(&item)) return false;
    *arrival = cdl_arrival{};
    arrival->arrived_ns = item.arrivedNanoseconds;
    if (item.isFormat) {
        arrival->kind = CDL_INPUT_FORMAT;
        arrival->mode = item.mode;
        arrival->signal_flags = item.signalFlags;
        return true;
    }
    arrival->kind = CDL_INPUT_FRAME;
    arrival->held_video = item.video;
    arrival->held_audio = item.audio;
    if (item.video) {
        void *bytes = nullptr;
        item.video->GetBytes(&bytes);
        arrival->bytes = bytes;
        arrival->width = int32_t(item.video->GetWidth());
        arrival->height = int32_t(item.video->GetHeight());
        arrival->row_bytes = int32_t(item.video->GetRowBytes());
        arrival->pixel_format = item.video->GetPixelFormat();
        arrival->has_signal = !(item.video->GetFlags() & 0x80000000u);
        int64_t duration = 0;
        arrival->has_stream_time =
            item.video->GetStreamTime(&arrival->stream_ns, &duration, 1000000000) >= 0;
        readTimecode(item.video, arrival);
    }
    if (item.audio) {
        void *samples = nullptr;
        if (item.audio->GetBytes(&samples) >= 0 && samples) {
            arrival->audio = static_cast<const int32_t *>(samples);
            arrival->audio_count = int32_t(item.audio->GetSampleFrameCount());
        }
    }
    return true;
}

uint32_t cdl_arrival_packets(
    const cdl_arrival *arrival, void (*take)(void *context, const cdl_packet *packet),
    void *context) {
    auto *video = static_cast<IDeckLinkVideoInputFrame *>(arrival->held_video);
    if (!video) return 0;
    Reference<IDeckLinkVideoFrameAncillaryPackets> packets;
    Reference<IDeckLinkAncillaryPacketIterator> iterator;
    if (packets.query(video) < 0 || packets->GetPacketIterator(iterator.out()) < 0 || !iterator)
        return 0;
    Reference<IDeckLinkAncillaryPacket> packet;
    uint32_t unreadable = 0;
    // A driver that never comes to an end must not hold the input's thread.
    for (int seen = 0; seen < 1024; seen++) {
        if (iterator->Next(packet.out()) != CDL_OK || !packet) break;
        const void *words = nullptr;
        uint32_t size = 0;
        int32_t result = packet->GetBytes(0x75693038 /* ui08 */, &words, &size);
        if (result < 0 || size > 255 || (size > 0 && !words)) {
            unreadable++;
            continue;
        }
        cdl_packet copy{packet->GetDID(), packet->GetSDID(), packet->GetDataStreamIndex(),
                        uint8_t(size), packet->GetLineNumber(),
                        static_cast<const uint8_t *>(words)};
        take(context, &copy);
    }
    return unreadable;
}

void cdl_arrival_release(cdl_arrival *arrival) {
    if (arrival->held_video)
        static_cast<IDeckLinkVideoInputFrame *>(arrival->held_video)->Release();
    if (arrival->held_audio)
        static_cast<IDeckLinkAudioInputPacket *>(arrival->held_audio)->Release();
    arrival->held_video = nullptr;
    arrival->held_audio = nullptr;
    arrival->bytes = nullptr;
    arrival->audio = nullptr;
}

int32_t cdl_input_descriptor(cdl_input *input) { return input->receiver->arrivals.descriptor(); }

uint64_t cdl_input_overruns(cdl_input *input) { return input->receiver->arrivals.overruns(); }

void cdl_input_close(cdl_input *input) {
    if (!input) return;
    if (input->isEnabled) {
        input->input->StopStreams();
        input->input->SetCallback(nullptr);
        if (input->hasSound) input->input->DisableAudioInput();
        input->input->DisableVideoInput();
    }
    input->input.reset();
    input->receiver->isClosed.store(true, std::memory_order_release);
    Arrival item;
    while (input->receiver->arrivals.pop(&item)) giveBack(item);
    input->receiver->Release();
    delete input;
}
