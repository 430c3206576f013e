#include "frame.h"

#include <stdio.h>
#include <stdlib.h>

#include <new>

namespace decklink {

// -- Packet ----------------------------------------------------------------------------------------

void Packet::fill(const cdl_packet &packet) {
    did = packet.did;
    sdid = packet.sdid;
    stream = packet.stream;
    words = packet.count;
    line = packet.line;
    for (unsigned position = 0; position < words; position++)
        wide[position] = narrow[position] = packet.words[position];
}

int32_t Packet::QueryInterface(Iid wanted, void **result) noexcept {
    *result = nullptr;
    if (!(wanted == IUnknown::iid) && !(wanted == iid)) return CDL_E_NOINTERFACE;
    *result = static_cast<IDeckLinkAncillaryPacket *>(this);
    AddRef();
    return CDL_OK;
}

unsigned long Packet::Release() noexcept {
    unsigned long left = count.drop();
    if (left == 0) delete this;
    return left;
}

int32_t Packet::GetBytes(uint32_t format, const void **data, uint32_t *size) noexcept {
    switch (format) {
        case 0x75693038:  // ui08
            if (data) *data = narrow;
            if (size) *size = words;
            return CDL_OK;
        case 0x75693136:  // ui16
            if (data) *data = wide;
            if (size) *size = words * 2u;
            return CDL_OK;
        default:
            if (data) *data = nullptr;
            if (size) *size = 0;
            return CDL_E_NOTIMPL;
    }
}

// -- Timecode --------------------------------------------------------------------------------------

namespace {

class Timecode final : public IDeckLinkTimecode {
public:
    explicit Timecode(const cdl_frame &frame)
        : hours(frame.hours), minutes(frame.minutes), seconds(frame.seconds), frames(frame.frames),
          flags((frame.is_drop_frame ? 1u : 0u) | (frame.is_field_mark ? 2u : 0u)) {}

    int32_t QueryInterface(Iid wanted, void **result) noexcept override {
        *result = nullptr;
        if (!(wanted == IUnknown::iid) && !(wanted == iid)) return CDL_E_NOINTERFACE;
        *result = static_cast<IDeckLinkTimecode *>(this);
        AddRef();
        return CDL_OK;
    }
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override {
        unsigned long left = count.drop();
        if (left == 0) delete this;
        return left;
    }

    uint32_t GetBCD() noexcept override {
        return bcd(hours) << 24 | bcd(minutes) << 16 | bcd(seconds) << 8 | bcd(frames);
    }
    int32_t GetComponents(uint8_t *h, uint8_t *m, uint8_t *s, uint8_t *f) noexcept override {
        *h = hours;
        *m = minutes;
        *s = seconds;
        *f = frames;
        return CDL_OK;
    }
    int32_t GetString(const char **text) noexcept override {
        char *copy = static_cast<char *>(malloc(16));
        *text = copy;
        if (!copy) return CDL_E_OUTOFMEMORY;
        snprintf(copy, 16, "%02u:%02u:%02u%c%02u", hours & 0x7Fu, minutes & 0x7Fu, seconds & 0x7Fu,
                 flags & 1 ? ';' : ':', frames & 0x7Fu);
        return CDL_OK;
    }
    uint32_t GetFlags() noexcept override { return flags; }
    int32_t GetTimecodeUserBits(uint32_t *bits) noexcept override {
        *bits = 0;
        return CDL_OK;
    }

private:
    ~Timecode() = default;
    static uint32_t bcd(uint8_t value) { return uint32_t(value / 10 << 4 | value % 10); }
    Count count;
    uint8_t hours, minutes, seconds, frames;
    uint32_t flags;
};

}  // namespace

// -- Frame -----------------------------------------------------------------------------------------

Frame::Frame(const cdl_signal &signal, IDeckLinkVideoFrameAncillaryPackets *packets)
    : signal(signal), packets(packets) {
    if (!packets) return;
    for (Packet *&packet : pool) packet = new (std::nothrow) Packet;
}

Frame::~Frame() {
    if (packets) {
        packets->DetachAllPackets();
        packets->Release();
    }
    for (Packet *packet : pool)
        if (packet) packet->Release();
}

void Frame::lend(const cdl_frame &frame) {
    number = frame.token;
    bytes = frame.bytes;
    about = frame;
    about.packets = nullptr;
    isLent = true;
    if (!packets) return;
    packets->DetachAllPackets();
    int next = 0;
    for (int position = 0; position < frame.packet_count; position++) {
        while (next < CDL_PACKETS_MAX && (!pool[next] || !pool[next]->isFree())) next++;
        if (next == CDL_PACKETS_MAX) return;
        pool[next]->fill(frame.packets[position]);
        packets->AttachPacket(pool[next++]);
    }
}

int32_t Frame::QueryInterface(Iid wanted, void **result) noexcept {
    // A newer driver asks for its own identifiers first: it must see a clear no.
    *result = nullptr;
    if (wanted == IUnknown::iid || wanted == iid || wanted == frameIid) {
        *result = static_cast<IDeckLinkVideoFrame *>(this);
        AddRef();
        return CDL_OK;
    }
    if (packets && wanted == IDeckLinkVideoFrameAncillaryPackets::iid) {
        *result = packets;
        packets->AddRef();
        return CDL_OK;
    }
    return CDL_E_NOINTERFACE;
}

unsigned long Frame::Release() noexcept {
    unsigned long left = count.drop();
    if (left == 0) delete this;
    return left;
}

int32_t Frame::GetBytes(void **pixels) noexcept {
    *pixels = const_cast<void *>(bytes.load());
    return *pixels ? CDL_OK : CDL_E_FAIL;
}

int32_t Frame::GetTimecode(uint32_t which, IDeckLinkTimecode **timecode) noexcept {
    *timecode = nullptr;
    // The one timecode of a frame serves RP 188 LTC and both VITC, and VITC of standard definition;
    // the form for high frame rates counts differently and is not sent.
    bool isServed = which == 0x72707631 || which == 0x72703132 || which == 0x72706C74
        || which == 0x72703138 || which == 0x76697463;
    if (!about.has_timecode || !isServed) return CDL_FALSE;
    *timecode = new (std::nothrow) Timecode(about);
    return *timecode ? CDL_OK : CDL_E_OUTOFMEMORY;
}

int32_t Frame::GetAncillaryData(IDeckLinkVideoFrameAncillary **ancillary) noexcept {
    *ancillary = nullptr;
    return CDL_E_NOTIMPL;
}

}  // namespace decklink
