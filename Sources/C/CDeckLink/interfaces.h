// The driver's interfaces, declared slot by slot: generation 11.6 to 14.2.1, which newer drivers go
// on serving. The number behind a method is its slot in the table; a virtual destructor takes two.
// Identifiers travel by value, in the order of their text. Tests hold these declarations against the
// compiler's own class dump and against tables written independently (Tests/FakeDeckLink).
#pragma once

#include <stdint.h>

namespace decklink {

struct Iid {
    uint8_t bytes[16];
};

constexpr uint8_t nibble(char digit) {
    return uint8_t(digit <= '9' ? digit - '0' : digit - 'A' + 10);
}

constexpr Iid uuid(const char *text) {
    Iid iid{};
    for (int position = 0; position < 16; text++) {
        if (*text == '-') continue;
        iid.bytes[position++] = uint8_t(nibble(text[0]) << 4 | nibble(text[1]));
        text++;
    }
    return iid;
}

inline bool operator==(const Iid &left, const Iid &right) {
    for (int position = 0; position < 16; position++)
        if (left.bytes[position] != right.bytes[position]) return false;
    return true;
}

class IDeckLink;
class IDeckLinkAPIInformation;
class IDeckLinkAncillaryPacket;
class IDeckLinkAncillaryPacketIterator;
class IDeckLinkAudioInputPacket;
class IDeckLinkAudioOutputCallback;
class IDeckLinkConfiguration;
class IDeckLinkDeviceNotificationCallback;
class IDeckLinkDiscovery;
class IDeckLinkDisplayMode;
class IDeckLinkDisplayModeIterator;
class IDeckLinkInput;
class IDeckLinkInputCallback;
class IDeckLinkIterator;
class IDeckLinkKeyer;
class IDeckLinkMemoryAllocator;
class IDeckLinkMutableVideoFrame;
class IDeckLinkNotification;
class IDeckLinkNotificationCallback;
class IDeckLinkOutput;
class IDeckLinkProfileAttributes;
class IDeckLinkScreenPreviewCallback;
class IDeckLinkStatus;
class IDeckLinkTimecode;
class IDeckLinkVideoFrame;
class IDeckLinkVideoFrameAncillary;
class IDeckLinkVideoFrameAncillaryPackets;
class IDeckLinkVideoInputFrame;
class IDeckLinkVideoOutputCallback;

class IUnknown {
public:
    static constexpr Iid iid = uuid("00000000-0000-0000-C000-000000000046");
    virtual int32_t QueryInterface(Iid wantedIID, void **result) noexcept = 0;  // 0
    virtual unsigned long AddRef() noexcept = 0;  // 1
    virtual unsigned long Release() noexcept = 0;  // 2
};

class IDeckLinkIterator : public IUnknown {
public:
    static constexpr Iid iid = uuid("50FB36CD-3063-4B73-BDBB-958087F2D8BA");
    virtual int32_t Next(IDeckLink **device) noexcept = 0;  // 3
};

class IDeckLink : public IUnknown {
public:
    static constexpr Iid iid = uuid("C418FBDD-0587-48ED-8FE5-640F0A14AF91");
    virtual int32_t GetModelName(const char **name) noexcept = 0;  // 3
    virtual int32_t GetDisplayName(const char **name) noexcept = 0;  // 4

protected:
    virtual ~IDeckLink() = default;  // 5, 6
};

class IDeckLinkDisplayMode : public IUnknown {
public:
    static constexpr Iid iid = uuid("3EB2C1AB-0A3D-4523-A3AD-F40D7FB14E78");
    virtual int32_t GetName(const char **name) noexcept = 0;  // 3
    virtual uint32_t GetDisplayMode() noexcept = 0;  // 4
    virtual long GetWidth() noexcept = 0;  // 5
    virtual long GetHeight() noexcept = 0;  // 6
    virtual int32_t GetFrameRate(int64_t *frameDuration, int64_t *timeScale) noexcept = 0;  // 7
    virtual uint32_t GetFieldDominance() noexcept = 0;  // 8
    virtual uint32_t GetFlags() noexcept = 0;  // 9

protected:
    virtual ~IDeckLinkDisplayMode() = default;  // 10, 11
};

class IDeckLinkDisplayModeIterator : public IUnknown {
public:
    static constexpr Iid iid = uuid("9C88499F-F601-4021-B80B-032E4EB41C35");
    virtual int32_t Next(IDeckLinkDisplayMode **mode) noexcept = 0;  // 3

protected:
    virtual ~IDeckLinkDisplayModeIterator() = default;  // 4, 5
};

class IDeckLinkTimecode : public IUnknown {
public:
    static constexpr Iid iid = uuid("BC6CFBD3-8317-4325-AC1C-1216391E9340");
    virtual uint32_t GetBCD() noexcept = 0;  // 3
    // 4
    virtual int32_t GetComponents(
        uint8_t *hours, uint8_t *minutes, uint8_t *seconds, uint8_t *frames) noexcept = 0;
    virtual int32_t GetString(const char **text) noexcept = 0;  // 5
    virtual uint32_t GetFlags() noexcept = 0;  // 6
    virtual int32_t GetTimecodeUserBits(uint32_t *userBits) noexcept = 0;  // 7

protected:
    virtual ~IDeckLinkTimecode() = default;  // 8, 9
};

class IDeckLinkVideoFrame : public IUnknown {
public:
    static constexpr Iid iid = uuid("3F716FE0-F023-4111-BE5D-EF4414C05B17");
    virtual long GetWidth() noexcept = 0;  // 3
    virtual long GetHeight() noexcept = 0;  // 4
    virtual long GetRowBytes() noexcept = 0;  // 5
    virtual uint32_t GetPixelFormat() noexcept = 0;  // 6
    virtual uint32_t GetFlags() noexcept = 0;  // 7
    virtual int32_t GetBytes(void **pixelBuffer) noexcept = 0;  // 8
    virtual int32_t GetTimecode(uint32_t which, IDeckLinkTimecode **timecode) noexcept = 0;  // 9
    virtual int32_t GetAncillaryData(IDeckLinkVideoFrameAncillary **ancillary) noexcept = 0;  // 10

protected:
    virtual ~IDeckLinkVideoFrame() = default;  // 11, 12
};

class IDeckLinkVideoInputFrame : public IDeckLinkVideoFrame {
public:
    static constexpr Iid iid = uuid("05CFE374-537C-4094-9A57-680525118F44");
    // 13
    virtual int32_t GetStreamTime(
        int64_t *frameTime, int64_t *frameDuration, int64_t timeScale) noexcept = 0;
    // 14
    virtual int32_t GetHardwareReferenceTimestamp(
        int64_t timeScale, int64_t *frameTime, int64_t *frameDuration) noexcept = 0;
};

class IDeckLinkAncillaryPacket : public IUnknown {
public:
    static constexpr Iid iid = uuid("CC5BBF7E-029C-4D3B-9158-6000EF5E3670");
    virtual int32_t GetBytes(uint32_t format, const void **data, uint32_t *size) noexcept = 0;  // 3
    virtual uint8_t GetDID() noexcept = 0;  // 4
    virtual uint8_t GetSDID() noexcept = 0;  // 5
    virtual uint32_t GetLineNumber() noexcept = 0;  // 6
    virtual uint8_t GetDataStreamIndex() noexcept = 0;  // 7

protected:
    virtual ~IDeckLinkAncillaryPacket() = default;  // 8, 9
};

class IDeckLinkAncillaryPacketIterator : public IUnknown {
public:
    static constexpr Iid iid = uuid("3FC8994B-88FB-4C17-968F-9AAB69D964A7");
    virtual int32_t Next(IDeckLinkAncillaryPacket **packet) noexcept = 0;  // 3

protected:
    virtual ~IDeckLinkAncillaryPacketIterator() = default;  // 4, 5
};

class IDeckLinkVideoFrameAncillaryPackets : public IUnknown {
public:
    static constexpr Iid iid = uuid("6C186C0F-459E-41D8-AEE2-4812D81AEE68");
    // 3
    virtual int32_t GetPacketIterator(
        IDeckLinkAncillaryPacketIterator **iterator) noexcept = 0;
    // 4
    virtual int32_t GetFirstPacketByID(
        uint8_t DID, uint8_t SDID, IDeckLinkAncillaryPacket **packet) noexcept = 0;
    virtual int32_t AttachPacket(IDeckLinkAncillaryPacket *packet) noexcept = 0;  // 5
    virtual int32_t DetachPacket(IDeckLinkAncillaryPacket *packet) noexcept = 0;  // 6
    virtual int32_t DetachAllPackets() noexcept = 0;  // 7

protected:
    virtual ~IDeckLinkVideoFrameAncillaryPackets() = default;  // 8, 9
};

class IDeckLinkAudioInputPacket : public IUnknown {
public:
    static constexpr Iid iid = uuid("E43D5870-2894-11DE-8C30-0800200C9A66");
    virtual long GetSampleFrameCount() noexcept = 0;  // 3
    virtual int32_t GetBytes(void **samples) noexcept = 0;  // 4
    virtual int32_t GetPacketTime(int64_t *packetTime, int64_t timeScale) noexcept = 0;  // 5

protected:
    virtual ~IDeckLinkAudioInputPacket() = default;  // 6, 7
};

class IDeckLinkVideoOutputCallback : public IUnknown {
public:
    static constexpr Iid iid = uuid("20AA5225-1958-47CB-820B-80A8D521A6EE");
    // 3
    virtual int32_t ScheduledFrameCompleted(
        IDeckLinkVideoFrame *frame, uint32_t result) noexcept = 0;
    virtual int32_t ScheduledPlaybackHasStopped() noexcept = 0;  // 4

protected:
    virtual ~IDeckLinkVideoOutputCallback() = default;  // 5, 6
};

class IDeckLinkInputCallback : public IUnknown {
public:
    static constexpr Iid iid = uuid("C6FCE4C9-C4E4-4047-82FB-5D238232A902");
    // 3
    virtual int32_t VideoInputFormatChanged(
        uint32_t events, IDeckLinkDisplayMode *newMode, uint32_t signalFlags) noexcept = 0;
    // 4
    virtual int32_t VideoInputFrameArrived(
        IDeckLinkVideoInputFrame *video, IDeckLinkAudioInputPacket *audio) noexcept = 0;

protected:
    virtual ~IDeckLinkInputCallback() = default;  // 5, 6
};

class IDeckLinkOutput : public IUnknown {
public:
    static constexpr Iid iid = uuid("BE2D9020-461E-442F-84B7-E949CB953B9D");
    // 3
    virtual int32_t DoesSupportVideoMode(
        uint32_t connection, uint32_t mode, uint32_t pixelFormat, uint32_t conversion,
        uint32_t flags, uint32_t *actualMode, bool *supported) noexcept = 0;
    // 4
    virtual int32_t GetDisplayMode(
        uint32_t mode, IDeckLinkDisplayMode **modeObject) noexcept = 0;
    // 5
    virtual int32_t GetDisplayModeIterator(
        IDeckLinkDisplayModeIterator **iterator) noexcept = 0;
    // 6
    virtual int32_t SetScreenPreviewCallback(
        IDeckLinkScreenPreviewCallback *callback) noexcept = 0;
    virtual int32_t EnableVideoOutput(uint32_t mode, uint32_t flags) noexcept = 0;  // 7
    virtual int32_t DisableVideoOutput() noexcept = 0;  // 8
    // 9
    virtual int32_t SetVideoOutputFrameMemoryAllocator(
        IDeckLinkMemoryAllocator *allocator) noexcept = 0;
    // 10
    virtual int32_t CreateVideoFrame(
        int32_t width, int32_t height, int32_t rowBytes, uint32_t pixelFormat, uint32_t flags,
        IDeckLinkMutableVideoFrame **frame) noexcept = 0;
    // 11
    virtual int32_t CreateAncillaryData(
        uint32_t pixelFormat, IDeckLinkVideoFrameAncillary **ancillary) noexcept = 0;
    virtual int32_t DisplayVideoFrameSync(IDeckLinkVideoFrame *frame) noexcept = 0;  // 12
    // 13
    virtual int32_t ScheduleVideoFrame(
        IDeckLinkVideoFrame *frame, int64_t displayTime, int64_t displayDuration,
        int64_t timeScale) noexcept = 0;
    // 14
    virtual int32_t SetScheduledFrameCompletionCallback(
        IDeckLinkVideoOutputCallback *callback) noexcept = 0;
    virtual int32_t GetBufferedVideoFrameCount(uint32_t *count) noexcept = 0;  // 15
    // 16
    virtual int32_t EnableAudioOutput(
        uint32_t sampleRate, uint32_t sampleType, uint32_t channels, uint32_t streamType) noexcept = 0;
    virtual int32_t DisableAudioOutput() noexcept = 0;  // 17
    // 18
    virtual int32_t WriteAudioSamplesSync(
        void *samples, uint32_t sampleFrames, uint32_t *written) noexcept = 0;
    virtual int32_t BeginAudioPreroll() noexcept = 0;  // 19
    virtual int32_t EndAudioPreroll() noexcept = 0;  // 20
    // 21
    virtual int32_t ScheduleAudioSamples(
        void *samples, uint32_t sampleFrames, int64_t streamTime, int64_t timeScale,
        uint32_t *written) noexcept = 0;
    virtual int32_t GetBufferedAudioSampleFrameCount(uint32_t *count) noexcept = 0;  // 22
    virtual int32_t FlushBufferedAudioSamples() noexcept = 0;  // 23
    virtual int32_t SetAudioCallback(IDeckLinkAudioOutputCallback *callback) noexcept = 0;  // 24
    // 25
    virtual int32_t StartScheduledPlayback(
        int64_t startTime, int64_t timeScale, double speed) noexcept = 0;
    // 26
    virtual int32_t StopScheduledPlayback(
        int64_t stopAt, int64_t *actualStop, int64_t timeScale) noexcept = 0;
    virtual int32_t IsScheduledPlaybackRunning(bool *running) noexcept = 0;  // 27
    // 28
    virtual int32_t GetScheduledStreamTime(
        int64_t timeScale, int64_t *streamTime, double *speed) noexcept = 0;
    virtual int32_t GetReferenceStatus(uint32_t *status) noexcept = 0;  // 29
    // 30
    virtual int32_t GetHardwareReferenceClock(
        int64_t timeScale, int64_t *hardwareTime, int64_t *timeInFrame, int64_t *ticksPerFrame) noexcept = 0;
    // 31
    virtual int32_t GetFrameCompletionReferenceTimestamp(
        IDeckLinkVideoFrame *frame, int64_t timeScale, int64_t *timestamp) noexcept = 0;

protected:
    virtual ~IDeckLinkOutput() = default;  // 32, 33
};

class IDeckLinkInput : public IUnknown {
public:
    static constexpr Iid iid = uuid("C21CDB6E-F414-46E4-A636-80A566E0ED37");
    // 3
    virtual int32_t DoesSupportVideoMode(
        uint32_t connection, uint32_t mode, uint32_t pixelFormat, uint32_t conversion,
        uint32_t flags, uint32_t *actualMode, bool *supported) noexcept = 0;
    // 4
    virtual int32_t GetDisplayMode(
        uint32_t mode, IDeckLinkDisplayMode **modeObject) noexcept = 0;
    // 5
    virtual int32_t GetDisplayModeIterator(
        IDeckLinkDisplayModeIterator **iterator) noexcept = 0;
    // 6
    virtual int32_t SetScreenPreviewCallback(
        IDeckLinkScreenPreviewCallback *callback) noexcept = 0;
    // 7
    virtual int32_t EnableVideoInput(
        uint32_t mode, uint32_t pixelFormat, uint32_t flags) noexcept = 0;
    virtual int32_t DisableVideoInput() noexcept = 0;  // 8
    virtual int32_t GetAvailableVideoFrameCount(uint32_t *count) noexcept = 0;  // 9
    // 10
    virtual int32_t SetVideoInputFrameMemoryAllocator(
        IDeckLinkMemoryAllocator *allocator) noexcept = 0;
    // 11
    virtual int32_t EnableAudioInput(
        uint32_t sampleRate, uint32_t sampleType, uint32_t channels) noexcept = 0;
    virtual int32_t DisableAudioInput() noexcept = 0;  // 12
    virtual int32_t GetAvailableAudioSampleFrameCount(uint32_t *count) noexcept = 0;  // 13
    virtual int32_t StartStreams() noexcept = 0;  // 14
    virtual int32_t StopStreams() noexcept = 0;  // 15
    virtual int32_t PauseStreams() noexcept = 0;  // 16
    virtual int32_t FlushStreams() noexcept = 0;  // 17
    virtual int32_t SetCallback(IDeckLinkInputCallback *callback) noexcept = 0;  // 18
    // 19
    virtual int32_t GetHardwareReferenceClock(
        int64_t timeScale, int64_t *hardwareTime, int64_t *timeInFrame, int64_t *ticksPerFrame) noexcept = 0;

protected:
    virtual ~IDeckLinkInput() = default;  // 20, 21
};

class IDeckLinkProfileAttributes : public IUnknown {
public:
    static constexpr Iid iid = uuid("17D4BF8E-4911-473A-80A0-731CF6FF345B");
    virtual int32_t GetFlag(uint32_t id, bool *value) noexcept = 0;  // 3
    virtual int32_t GetInt(uint32_t id, int64_t *value) noexcept = 0;  // 4
    virtual int32_t GetFloat(uint32_t id, double *value) noexcept = 0;  // 5
    virtual int32_t GetString(uint32_t id, const char **value) noexcept = 0;  // 6

protected:
    virtual ~IDeckLinkProfileAttributes() = default;  // 7, 8
};

class IDeckLinkConfiguration : public IUnknown {
public:
    static constexpr Iid iid = uuid("912F634B-2D4E-40A4-8AAB-8D80B73F1289");
    virtual int32_t SetFlag(uint32_t id, bool value) noexcept = 0;  // 3
    virtual int32_t GetFlag(uint32_t id, bool *value) noexcept = 0;  // 4
    virtual int32_t SetInt(uint32_t id, int64_t value) noexcept = 0;  // 5
    virtual int32_t GetInt(uint32_t id, int64_t *value) noexcept = 0;  // 6
    virtual int32_t SetFloat(uint32_t id, double value) noexcept = 0;  // 7
    virtual int32_t GetFloat(uint32_t id, double *value) noexcept = 0;  // 8
    virtual int32_t SetString(uint32_t id, const char *value) noexcept = 0;  // 9
    virtual int32_t GetString(uint32_t id, const char **value) noexcept = 0;  // 10
    virtual int32_t WriteConfigurationToPreferences() noexcept = 0;  // 11

protected:
    virtual ~IDeckLinkConfiguration() = default;  // 12, 13
};

class IDeckLinkStatus : public IUnknown {
public:
    static constexpr Iid iid = uuid("5F558200-4028-49BC-BEAC-DB3FA4A96E46");
    virtual int32_t GetFlag(uint32_t id, bool *value) noexcept = 0;  // 3
    virtual int32_t GetInt(uint32_t id, int64_t *value) noexcept = 0;  // 4
    virtual int32_t GetFloat(uint32_t id, double *value) noexcept = 0;  // 5
    virtual int32_t GetString(uint32_t id, const char **value) noexcept = 0;  // 6
    virtual int32_t GetBytes(uint32_t id, void *callerBuffer, uint32_t *size) noexcept = 0;  // 7

protected:
    virtual ~IDeckLinkStatus() = default;  // 8, 9
};

class IDeckLinkKeyer : public IUnknown {
public:
    static constexpr Iid iid = uuid("89AFCAF5-65F8-421E-98F7-96FE5F5BFBA3");
    virtual int32_t Enable(bool external) noexcept = 0;  // 3
    virtual int32_t SetLevel(uint8_t level) noexcept = 0;  // 4
    virtual int32_t RampUp(uint32_t frames) noexcept = 0;  // 5
    virtual int32_t RampDown(uint32_t frames) noexcept = 0;  // 6
    virtual int32_t Disable() noexcept = 0;  // 7

protected:
    virtual ~IDeckLinkKeyer() = default;  // 8, 9
};

class IDeckLinkAPIInformation : public IUnknown {
public:
    static constexpr Iid iid = uuid("7BEA3C68-730D-4322-AF34-8A7152B532A4");
    virtual int32_t GetFlag(uint32_t id, bool *value) noexcept = 0;  // 3
    virtual int32_t GetInt(uint32_t id, int64_t *value) noexcept = 0;  // 4
    virtual int32_t GetFloat(uint32_t id, double *value) noexcept = 0;  // 5
    virtual int32_t GetString(uint32_t id, const char **value) noexcept = 0;  // 6

protected:
    virtual ~IDeckLinkAPIInformation() = default;  // 7, 8
};

class IDeckLinkNotification : public IUnknown {
public:
    static constexpr Iid iid = uuid("B85DF4C8-BDF5-47C1-8064-28162EBDD4EB");
    // 3
    virtual int32_t Subscribe(
        uint32_t topic, IDeckLinkNotificationCallback *callback) noexcept = 0;
    // 4
    virtual int32_t Unsubscribe(
        uint32_t topic, IDeckLinkNotificationCallback *callback) noexcept = 0;

protected:
    virtual ~IDeckLinkNotification() = default;  // 5, 6
};

class IDeckLinkNotificationCallback : public IUnknown {
public:
    static constexpr Iid iid = uuid("B002A1EC-070D-4288-8289-BD5D36E5FF0D");
    virtual int32_t Notify(uint32_t topic, uint64_t param1, uint64_t param2) noexcept = 0;  // 3
};

class IDeckLinkDeviceNotificationCallback : public IUnknown {
public:
    static constexpr Iid iid = uuid("4997053B-0ADF-4CC8-AC70-7A50C4BE728F");
    virtual int32_t DeckLinkDeviceArrived(IDeckLink *device) noexcept = 0;  // 3
    virtual int32_t DeckLinkDeviceRemoved(IDeckLink *device) noexcept = 0;  // 4

protected:
    virtual ~IDeckLinkDeviceNotificationCallback() = default;  // 5, 6
};

class IDeckLinkDiscovery : public IUnknown {
public:
    static constexpr Iid iid = uuid("CDBF631C-BC76-45FA-B44D-C55059BC6101");
    // 3
    virtual int32_t InstallDeviceNotifications(
        IDeckLinkDeviceNotificationCallback *callback) noexcept = 0;
    virtual int32_t UninstallDeviceNotifications() noexcept = 0;  // 4

protected:
    virtual ~IDeckLinkDiscovery() = default;  // 5, 6
};

class IDeckLinkMutableVideoFrame : public IDeckLinkVideoFrame {
public:
    static constexpr Iid iid = uuid("69E2639F-40DA-4E19-B6F2-20ACE815C390");
    virtual int32_t SetFlags(uint32_t flags) noexcept = 0;  // 13
    virtual int32_t SetTimecode(uint32_t which, IDeckLinkTimecode *timecode) noexcept = 0;  // 14
    // 15
    virtual int32_t SetTimecodeFromComponents(
        uint32_t which, uint8_t hours, uint8_t minutes, uint8_t seconds, uint8_t frames,
        uint32_t flags) noexcept = 0;
    virtual int32_t SetAncillaryData(IDeckLinkVideoFrameAncillary *ancillary) noexcept = 0;  // 16
    virtual int32_t SetTimecodeUserBits(uint32_t which, uint32_t userBits) noexcept = 0;  // 17
};

}  // namespace decklink
