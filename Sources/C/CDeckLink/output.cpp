// Scheduled playback. The driver's threads touch only the callback object and the frames.
#include <pthread.h>
#include <time.h>

#include <new>

#include "frame.h"

using namespace decklink;

namespace {

// As many frames as the deepest queue and a driver that is slow to let go may hold.
constexpr int frameCount = 40;
using Events = EventQueue<cdl_event, 256>;

// Outlives the output where the driver still calls it during a teardown.
class Completion final : public IDeckLinkVideoOutputCallback {
public:
    Completion() {
        pthread_condattr_t attributes;
        pthread_condattr_init(&attributes);
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        pthread_cond_init(&hasStopped, &attributes);
        pthread_condattr_destroy(&attributes);
    }

    int32_t QueryInterface(Iid wanted, void **result) noexcept override {
        *result = nullptr;
        if (!(wanted == IUnknown::iid) && !(wanted == iid)) return CDL_E_NOINTERFACE;
        *result = static_cast<IDeckLinkVideoOutputCallback *>(this);
        AddRef();
        return CDL_OK;
    }
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override {
        unsigned long left = count.drop();
        if (left == 0) delete this;
        return left;
    }

    int32_t ScheduledFrameCompleted(IDeckLinkVideoFrame *shown, uint32_t result) noexcept override {
        Frame *frame = find(shown);
        if (!frame) {
            strangers.fetch_add(1, std::memory_order_relaxed);
            return CDL_OK;
        }
        cdl_event event{CDL_EVENT_COMPLETED, result, frame->token()};
        frame->takeBack();
        events.push(event);
        return CDL_OK;
    }

    int32_t ScheduledPlaybackHasStopped() noexcept override {
        pthread_mutex_lock(&lock);
        isStopped = true;
        pthread_cond_broadcast(&hasStopped);
        pthread_mutex_unlock(&lock);
        events.push(cdl_event{CDL_EVENT_STOPPED, 0, 0});
        return CDL_OK;
    }

    bool waitStopped(int32_t milliseconds) {
        timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += milliseconds / 1000;
        until.tv_nsec += long(milliseconds % 1000) * 1000000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000;
        }
        pthread_mutex_lock(&lock);
        int result = 0;
        while (!isStopped && result == 0) result = pthread_cond_timedwait(&hasStopped, &lock, &until);
        bool said = isStopped;
        pthread_mutex_unlock(&lock);
        return said;
    }

    void know(Frame *const *table) {
        for (int position = 0; position < frameCount; position++) frames[position] = table[position];
    }
    // Before the frames go: late calls find nothing.
    void forget() {
        for (auto &frame : frames) frame = nullptr;
    }

    Events events;
    // Completions of frames that were none of ours.
    std::atomic<uint64_t> strangers{0};

private:
    // A newer driver may hand back a wrapper. Our own identifier finds what is inside; should the
    // wrapper not pass that on, it is the frame lent longest ago, since completions keep the order.
    Frame *find(IDeckLinkVideoFrame *shown) {
        if (!shown) return nullptr;
        void *found = nullptr;
        if (shown->QueryInterface(frameIid, &found) >= 0 && found) {
            auto *frame = static_cast<Frame *>(static_cast<IDeckLinkVideoFrame *>(found));
            frame->Release();
            return frame;
        }
        Frame *oldest = nullptr;
        for (auto &each : frames) {
            Frame *frame = each;
            bool isOlder = frame && frame->isWithDriver()
                && (!oldest || frame->token() < oldest->token());
            if (isOlder) oldest = frame;
        }
        return oldest;
    }

    ~Completion() {
        pthread_cond_destroy(&hasStopped);
        pthread_mutex_destroy(&lock);
    }
    Count count;
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t hasStopped;
    bool isStopped = false;
    std::atomic<Frame *> frames[frameCount] = {};
};

}  // namespace

struct cdl_output {
    cdl_library *library;
    Reference<IDeckLinkOutput> output;
    Reference<IDeckLinkKeyer> keyer;
    Completion *completion = nullptr;
    Frame *frames[frameCount] = {};
    int next = 0;
    cdl_signal signal{};
    bool isEnabled = false;
    bool hasSound = false;
    std::atomic<bool> isStarted{false};
};

cdl_output *cdl_output_open(cdl_library *library, cdl_device *device, int32_t *result) {
    cdl_output *output = new (std::nothrow) cdl_output;
    *result = CDL_E_OUTOFMEMORY;
    if (!output) return nullptr;
    output->library = library;
    *result = output->output.query(device->device.get());
    if (*result >= 0) {
        output->keyer.query(device->device.get());
        output->completion = new (std::nothrow) Completion;
        if (output->completion) return output;
        *result = CDL_E_OUTOFMEMORY;
    }
    delete output;
    return nullptr;
}

int32_t cdl_output_modes(cdl_output *output, cdl_mode *modes, int32_t capacity) {
    Reference<IDeckLinkDisplayModeIterator> iterator;
    int32_t result = output->output->GetDisplayModeIterator(iterator.out());
    if (result < 0 || !iterator) return result < 0 ? result : CDL_E_FAIL;
    return readModes(iterator.get(), modes, capacity);
}

int32_t cdl_output_supports(
    cdl_output *output, uint32_t connection, uint32_t mode, uint32_t pixel_format, uint32_t flags,
    bool *is_supported) {
    *is_supported = false;
    return output->output->DoesSupportVideoMode(
        connection, mode, pixel_format, 0x6E6F6E65 /* none */, flags, nullptr, is_supported);
}

static bool makeFrames(cdl_output *output) {
    // Packets travel only where the output was asked to carry them.
    bool carriesPackets = output->signal.flags & 1;
    for (Frame *&frame : output->frames) {
        IDeckLinkVideoFrameAncillaryPackets *packets = nullptr;
        if (carriesPackets && output->library->makePackets) packets = output->library->makePackets();
        frame = new (std::nothrow) Frame(output->signal, packets);
        if (!frame) return false;
    }
    return true;
}

int32_t cdl_output_enable(cdl_output *output, const cdl_signal *signal) {
    output->signal = *signal;
    if (!makeFrames(output)) return CDL_E_OUTOFMEMORY;
    output->completion->know(output->frames);
    int32_t result = output->output->SetScheduledFrameCompletionCallback(output->completion);
    if (result < 0) return result;
    result = output->output->EnableVideoOutput(signal->mode, signal->flags);
    if (result < 0) return result;
    output->isEnabled = true;
    if (signal->audio_channels == 0) return CDL_OK;
    result = output->output->EnableAudioOutput(48000, 32, signal->audio_channels, 2);
    output->hasSound = result >= 0;
    return result;
}

int32_t cdl_output_schedule(cdl_output *output, const cdl_frame *frame) {
    for (int tried = 0; tried < frameCount; tried++) {
        Frame *candidate = output->frames[output->next];
        output->next = (output->next + 1) % frameCount;
        if (!candidate || !candidate->isFree()) continue;
        candidate->lend(*frame);
        int32_t result = output->output->ScheduleVideoFrame(
            candidate, frame->time, frame->duration, output->signal.scale);
        if (result < 0) candidate->takeBack();
        return result;
    }
    return CDL_E_OUTOFMEMORY;
}

int32_t cdl_output_schedule_audio(
    cdl_output *output, const int32_t *samples, uint32_t count, int64_t time, uint32_t *written) {
    *written = 0;
    if (!output->hasSound) return CDL_FALSE;
    return output->output->ScheduleAudioSamples(
        const_cast<int32_t *>(samples), count, time, 48000, written);
}

int32_t cdl_output_start(cdl_output *output, int64_t time) {
    int32_t result = output->output->StartScheduledPlayback(time, output->signal.scale, 1.0);
    if (result >= 0) output->isStarted = true;
    return result;
}

void cdl_output_note_started(cdl_output *output) { output->isStarted = true; }

int32_t cdl_output_stop(cdl_output *output) {
    if (!output->isStarted) return CDL_E_ACCESSDENIED;
    return output->output->StopScheduledPlayback(0, nullptr, 0);
}

int32_t cdl_output_time(cdl_output *output, int64_t *time) {
    double speed = 0;
    return output->output->GetScheduledStreamTime(output->signal.scale, time, &speed);
}

int32_t cdl_output_reference(cdl_output *output, uint32_t *status) {
    return output->output->GetReferenceStatus(status);
}

int32_t cdl_output_buffered(cdl_output *output, uint32_t *frames) {
    return output->output->GetBufferedVideoFrameCount(frames);
}

int32_t cdl_output_key(cdl_output *output, bool is_external) {
    if (!output->keyer) return CDL_E_NOINTERFACE;
    int32_t result = output->keyer->Enable(is_external);
    return result < 0 ? result : output->keyer->SetLevel(255);
}

bool cdl_output_next(cdl_output *output, cdl_event *event) {
    return output->completion->events.pop(event);
}

int32_t cdl_output_descriptor(cdl_output *output) {
    return output->completion->events.descriptor();
}

uint64_t cdl_output_overruns(cdl_output *output) { return output->completion->events.overruns(); }

bool cdl_output_close(cdl_output *output, int32_t wait_ms) {
    if (!output) return true;
    bool hasStopped = true;
    if (output->isStarted) {
        output->output->StopScheduledPlayback(0, nullptr, 0);
        hasStopped = output->completion->waitStopped(wait_ms);
    }
    if (output->keyer && output->isEnabled) output->keyer->Disable();
    output->output->SetScheduledFrameCompletionCallback(nullptr);
    if (output->hasSound) output->output->DisableAudioOutput();
    if (output->isEnabled) output->output->DisableVideoOutput();
    output->completion->forget();
    for (Frame *frame : output->frames) {
        if (!frame) continue;
        frame->forget();
        frame->Release();
    }
    output->keyer.reset();
    output->output.reset();
    output->completion->Release();
    delete output;
    return hasStopped;
}
