// Frames, packets and timecode of ours, as the driver sees them.
#pragma once

#include <string.h>

#include "room.h"

namespace decklink {

// Our own identifier, by which a frame is found behind a wrapper that a newer driver puts around it.
constexpr Iid frameIid = uuid("6E5B2C74-0F1D-4C8A-9A57-3D0C9E41B7F2");

// A packet of a frame's pool. Free while only the pool holds it.
class Packet final : public IDeckLinkAncillaryPacket {
public:
    void fill(const cdl_packet &packet);
    bool isFree() const { return count.now() == 1; }

    int32_t QueryInterface(Iid wanted, void **result) noexcept override;
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override;
    int32_t GetBytes(uint32_t format, const void **data, uint32_t *size) noexcept override;
    uint8_t GetDID() noexcept override { return did; }
    uint8_t GetSDID() noexcept override { return sdid; }
    uint32_t GetLineNumber() noexcept override { return line; }
    uint8_t GetDataStreamIndex() noexcept override { return stream; }

private:
    ~Packet() = default;
    Count count;
    uint8_t did = 0, sdid = 0, stream = 0, words = 0;
    uint32_t line = 0;
    uint8_t narrow[255];
    uint16_t wide[255];
};

// A picture lent to the driver: the memory stays the lender's. Made by an output, which holds one
// reference; the driver's last one may come later than the output's end.
class Frame final : public IDeckLinkVideoFrame {
public:
    // Takes over `packets` (may be null).
    Frame(const cdl_signal &signal, IDeckLinkVideoFrameAncillaryPackets *packets);

    // Whether the driver is done with it.
    bool isFree() const { return !isLent && count.now() == 1; }
    bool isWithDriver() const { return isLent; }
    void lend(const cdl_frame &frame);
    // The driver reads no picture from it any more.
    void takeBack() { isLent = false; }
    void forget() { bytes = nullptr; }
    int64_t token() const { return number; }

    int32_t QueryInterface(Iid wanted, void **result) noexcept override;
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override;
    long GetWidth() noexcept override { return signal.width; }
    long GetHeight() noexcept override { return signal.height; }
    long GetRowBytes() noexcept override { return signal.row_bytes; }
    uint32_t GetPixelFormat() noexcept override { return signal.pixel_format; }
    uint32_t GetFlags() noexcept override { return 0; }
    int32_t GetBytes(void **pixels) noexcept override;
    int32_t GetTimecode(uint32_t which, IDeckLinkTimecode **timecode) noexcept override;
    int32_t GetAncillaryData(IDeckLinkVideoFrameAncillary **ancillary) noexcept override;

private:
    ~Frame();
    Count count;
    cdl_signal signal;
    IDeckLinkVideoFrameAncillaryPackets *packets;
    Packet *pool[CDL_PACKETS_MAX] = {};
    std::atomic<bool> isLent{false};
    std::atomic<const void *> bytes{nullptr};
    std::atomic<int64_t> number{0};
    cdl_frame about{};
};

}  // namespace decklink
