// The driver's tables as plain structures of function pointers, one member a slot: written apart from
// the declarations of the C room, so that a slot that is wrong on either side shows when they meet.
#pragma once

#include <stdint.h>

struct Iid {
    uint8_t bytes[16];
};

inline const Iid IUnknownId{{
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
inline const Iid IDeckLinkIteratorId{{
    0x50, 0xfb, 0x36, 0xcd, 0x30, 0x63, 0x4b, 0x73,
    0xbd, 0xbb, 0x95, 0x80, 0x87, 0xf2, 0xd8, 0xba}};
inline const Iid IDeckLinkId{{
    0xc4, 0x18, 0xfb, 0xdd, 0x05, 0x87, 0x48, 0xed,
    0x8f, 0xe5, 0x64, 0x0f, 0x0a, 0x14, 0xaf, 0x91}};
inline const Iid IDeckLinkDisplayModeId{{
    0x3e, 0xb2, 0xc1, 0xab, 0x0a, 0x3d, 0x45, 0x23,
    0xa3, 0xad, 0xf4, 0x0d, 0x7f, 0xb1, 0x4e, 0x78}};
inline const Iid IDeckLinkDisplayModeIteratorId{{
    0x9c, 0x88, 0x49, 0x9f, 0xf6, 0x01, 0x40, 0x21,
    0xb8, 0x0b, 0x03, 0x2e, 0x4e, 0xb4, 0x1c, 0x35}};
inline const Iid IDeckLinkTimecodeId{{
    0xbc, 0x6c, 0xfb, 0xd3, 0x83, 0x17, 0x43, 0x25,
    0xac, 0x1c, 0x12, 0x16, 0x39, 0x1e, 0x93, 0x40}};
inline const Iid IDeckLinkVideoFrameId{{
    0x3f, 0x71, 0x6f, 0xe0, 0xf0, 0x23, 0x41, 0x11,
    0xbe, 0x5d, 0xef, 0x44, 0x14, 0xc0, 0x5b, 0x17}};
inline const Iid IDeckLinkVideoInputFrameId{{
    0x05, 0xcf, 0xe3, 0x74, 0x53, 0x7c, 0x40, 0x94,
    0x9a, 0x57, 0x68, 0x05, 0x25, 0x11, 0x8f, 0x44}};
inline const Iid IDeckLinkAncillaryPacketId{{
    0xcc, 0x5b, 0xbf, 0x7e, 0x02, 0x9c, 0x4d, 0x3b,
    0x91, 0x58, 0x60, 0x00, 0xef, 0x5e, 0x36, 0x70}};
inline const Iid IDeckLinkAncillaryPacketIteratorId{{
    0x3f, 0xc8, 0x99, 0x4b, 0x88, 0xfb, 0x4c, 0x17,
    0x96, 0x8f, 0x9a, 0xab, 0x69, 0xd9, 0x64, 0xa7}};
inline const Iid IDeckLinkVideoFrameAncillaryPacketsId{{
    0x6c, 0x18, 0x6c, 0x0f, 0x45, 0x9e, 0x41, 0xd8,
    0xae, 0xe2, 0x48, 0x12, 0xd8, 0x1a, 0xee, 0x68}};
inline const Iid IDeckLinkAudioInputPacketId{{
    0xe4, 0x3d, 0x58, 0x70, 0x28, 0x94, 0x11, 0xde,
    0x8c, 0x30, 0x08, 0x00, 0x20, 0x0c, 0x9a, 0x66}};
inline const Iid IDeckLinkVideoOutputCallbackId{{
    0x20, 0xaa, 0x52, 0x25, 0x19, 0x58, 0x47, 0xcb,
    0x82, 0x0b, 0x80, 0xa8, 0xd5, 0x21, 0xa6, 0xee}};
inline const Iid IDeckLinkInputCallbackId{{
    0xc6, 0xfc, 0xe4, 0xc9, 0xc4, 0xe4, 0x40, 0x47,
    0x82, 0xfb, 0x5d, 0x23, 0x82, 0x32, 0xa9, 0x02}};
inline const Iid IDeckLinkOutputId{{
    0xbe, 0x2d, 0x90, 0x20, 0x46, 0x1e, 0x44, 0x2f,
    0x84, 0xb7, 0xe9, 0x49, 0xcb, 0x95, 0x3b, 0x9d}};
inline const Iid IDeckLinkInputId{{
    0xc2, 0x1c, 0xdb, 0x6e, 0xf4, 0x14, 0x46, 0xe4,
    0xa6, 0x36, 0x80, 0xa5, 0x66, 0xe0, 0xed, 0x37}};
inline const Iid IDeckLinkProfileAttributesId{{
    0x17, 0xd4, 0xbf, 0x8e, 0x49, 0x11, 0x47, 0x3a,
    0x80, 0xa0, 0x73, 0x1c, 0xf6, 0xff, 0x34, 0x5b}};
inline const Iid IDeckLinkConfigurationId{{
    0x91, 0x2f, 0x63, 0x4b, 0x2d, 0x4e, 0x40, 0xa4,
    0x8a, 0xab, 0x8d, 0x80, 0xb7, 0x3f, 0x12, 0x89}};
inline const Iid IDeckLinkStatusId{{
    0x5f, 0x55, 0x82, 0x00, 0x40, 0x28, 0x49, 0xbc,
    0xbe, 0xac, 0xdb, 0x3f, 0xa4, 0xa9, 0x6e, 0x46}};
inline const Iid IDeckLinkKeyerId{{
    0x89, 0xaf, 0xca, 0xf5, 0x65, 0xf8, 0x42, 0x1e,
    0x98, 0xf7, 0x96, 0xfe, 0x5f, 0x5b, 0xfb, 0xa3}};
inline const Iid IDeckLinkAPIInformationId{{
    0x7b, 0xea, 0x3c, 0x68, 0x73, 0x0d, 0x43, 0x22,
    0xaf, 0x34, 0x8a, 0x71, 0x52, 0xb5, 0x32, 0xa4}};
inline const Iid IDeckLinkNotificationId{{
    0xb8, 0x5d, 0xf4, 0xc8, 0xbd, 0xf5, 0x47, 0xc1,
    0x80, 0x64, 0x28, 0x16, 0x2e, 0xbd, 0xd4, 0xeb}};
inline const Iid IDeckLinkNotificationCallbackId{{
    0xb0, 0x02, 0xa1, 0xec, 0x07, 0x0d, 0x42, 0x88,
    0x82, 0x89, 0xbd, 0x5d, 0x36, 0xe5, 0xff, 0x0d}};
inline const Iid IDeckLinkDeviceNotificationCallbackId{{
    0x49, 0x97, 0x05, 0x3b, 0x0a, 0xdf, 0x4c, 0xc8,
    0xac, 0x70, 0x7a, 0x50, 0xc4, 0xbe, 0x72, 0x8f}};
inline const Iid IDeckLinkDiscoveryId{{
    0xcd, 0xbf, 0x63, 0x1c, 0xbc, 0x76, 0x45, 0xfa,
    0xb4, 0x4d, 0xc5, 0x50, 0x59, 0xbc, 0x61, 0x01}};
inline const Iid IDeckLinkMutableVideoFrameId{{
    0x69, 0xe2, 0x63, 0x9f, 0x40, 0xda, 0x4e, 0x19,
    0xb6, 0xf2, 0x20, 0xac, 0xe8, 0x15, 0xc3, 0x90}};

struct IUnknownTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
};
static_assert(sizeof(IUnknownTable) == 3 * sizeof(void *));

struct IDeckLinkIteratorTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Next)(void *, void **);
};
static_assert(sizeof(IDeckLinkIteratorTable) == 4 * sizeof(void *));

struct IDeckLinkTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetModelName)(void *, const char **);
    int32_t (*GetDisplayName)(void *, const char **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkTable) == 7 * sizeof(void *));

struct IDeckLinkDisplayModeTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetName)(void *, const char **);
    uint32_t (*GetDisplayMode)(void *);
    long (*GetWidth)(void *);
    long (*GetHeight)(void *);
    int32_t (*GetFrameRate)(void *, int64_t *, int64_t *);
    uint32_t (*GetFieldDominance)(void *);
    uint32_t (*GetFlags)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkDisplayModeTable) == 12 * sizeof(void *));

struct IDeckLinkDisplayModeIteratorTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Next)(void *, void **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkDisplayModeIteratorTable) == 6 * sizeof(void *));

struct IDeckLinkTimecodeTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    uint32_t (*GetBCD)(void *);
    int32_t (*GetComponents)(void *, uint8_t *, uint8_t *, uint8_t *, uint8_t *);
    int32_t (*GetString)(void *, const char **);
    uint32_t (*GetFlags)(void *);
    int32_t (*GetTimecodeUserBits)(void *, uint32_t *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkTimecodeTable) == 10 * sizeof(void *));

struct IDeckLinkVideoFrameTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    long (*GetWidth)(void *);
    long (*GetHeight)(void *);
    long (*GetRowBytes)(void *);
    uint32_t (*GetPixelFormat)(void *);
    uint32_t (*GetFlags)(void *);
    int32_t (*GetBytes)(void *, void **);
    int32_t (*GetTimecode)(void *, uint32_t, void **);
    int32_t (*GetAncillaryData)(void *, void **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkVideoFrameTable) == 13 * sizeof(void *));

struct IDeckLinkVideoInputFrameTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    long (*GetWidth)(void *);
    long (*GetHeight)(void *);
    long (*GetRowBytes)(void *);
    uint32_t (*GetPixelFormat)(void *);
    uint32_t (*GetFlags)(void *);
    int32_t (*GetBytes)(void *, void **);
    int32_t (*GetTimecode)(void *, uint32_t, void **);
    int32_t (*GetAncillaryData)(void *, void **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
    int32_t (*GetStreamTime)(void *, int64_t *, int64_t *, int64_t);
    int32_t (*GetHardwareReferenceTimestamp)(void *, int64_t, int64_t *, int64_t *);
};
static_assert(sizeof(IDeckLinkVideoInputFrameTable) == 15 * sizeof(void *));

struct IDeckLinkAncillaryPacketTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetBytes)(void *, uint32_t, const void **, uint32_t *);
    uint8_t (*GetDID)(void *);
    uint8_t (*GetSDID)(void *);
    uint32_t (*GetLineNumber)(void *);
    uint8_t (*GetDataStreamIndex)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkAncillaryPacketTable) == 10 * sizeof(void *));

struct IDeckLinkAncillaryPacketIteratorTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Next)(void *, void **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkAncillaryPacketIteratorTable) == 6 * sizeof(void *));

struct IDeckLinkVideoFrameAncillaryPacketsTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetPacketIterator)(void *, void **);
    int32_t (*GetFirstPacketByID)(void *, uint8_t, uint8_t, void **);
    int32_t (*AttachPacket)(void *, void *);
    int32_t (*DetachPacket)(void *, void *);
    int32_t (*DetachAllPackets)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkVideoFrameAncillaryPacketsTable) == 10 * sizeof(void *));

struct IDeckLinkAudioInputPacketTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    long (*GetSampleFrameCount)(void *);
    int32_t (*GetBytes)(void *, void **);
    int32_t (*GetPacketTime)(void *, int64_t *, int64_t);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkAudioInputPacketTable) == 8 * sizeof(void *));

struct IDeckLinkVideoOutputCallbackTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*ScheduledFrameCompleted)(void *, void *, uint32_t);
    int32_t (*ScheduledPlaybackHasStopped)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkVideoOutputCallbackTable) == 7 * sizeof(void *));

struct IDeckLinkInputCallbackTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*VideoInputFormatChanged)(void *, uint32_t, void *, uint32_t);
    int32_t (*VideoInputFrameArrived)(void *, void *, void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkInputCallbackTable) == 7 * sizeof(void *));

struct IDeckLinkOutputTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*DoesSupportVideoMode)(
        void *, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t *, bool *);
    int32_t (*GetDisplayMode)(void *, uint32_t, void **);
    int32_t (*GetDisplayModeIterator)(void *, void **);
    int32_t (*SetScreenPreviewCallback)(void *, void *);
    int32_t (*EnableVideoOutput)(void *, uint32_t, uint32_t);
    int32_t (*DisableVideoOutput)(void *);
    int32_t (*SetVideoOutputFrameMemoryAllocator)(void *, void *);
    int32_t (*CreateVideoFrame)(void *, int32_t, int32_t, int32_t, uint32_t, uint32_t, void **);
    int32_t (*CreateAncillaryData)(void *, uint32_t, void **);
    int32_t (*DisplayVideoFrameSync)(void *, void *);
    int32_t (*ScheduleVideoFrame)(void *, void *, int64_t, int64_t, int64_t);
    int32_t (*SetScheduledFrameCompletionCallback)(void *, void *);
    int32_t (*GetBufferedVideoFrameCount)(void *, uint32_t *);
    int32_t (*EnableAudioOutput)(void *, uint32_t, uint32_t, uint32_t, uint32_t);
    int32_t (*DisableAudioOutput)(void *);
    int32_t (*WriteAudioSamplesSync)(void *, void *, uint32_t, uint32_t *);
    int32_t (*BeginAudioPreroll)(void *);
    int32_t (*EndAudioPreroll)(void *);
    int32_t (*ScheduleAudioSamples)(void *, void *, uint32_t, int64_t, int64_t, uint32_t *);
    int32_t (*GetBufferedAudioSampleFrameCount)(void *, uint32_t *);
    int32_t (*FlushBufferedAudioSamples)(void *);
    int32_t (*SetAudioCallback)(void *, void *);
    int32_t (*StartScheduledPlayback)(void *, int64_t, int64_t, double);
    int32_t (*StopScheduledPlayback)(void *, int64_t, int64_t *, int64_t);
    int32_t (*IsScheduledPlaybackRunning)(void *, bool *);
    int32_t (*GetScheduledStreamTime)(void *, int64_t, int64_t *, double *);
    int32_t (*GetReferenceStatus)(void *, uint32_t *);
    int32_t (*GetHardwareReferenceClock)(void *, int64_t, int64_t *, int64_t *, int64_t *);
    int32_t (*GetFrameCompletionReferenceTimestamp)(void *, void *, int64_t, int64_t *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkOutputTable) == 34 * sizeof(void *));

struct IDeckLinkInputTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*DoesSupportVideoMode)(
        void *, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t *, bool *);
    int32_t (*GetDisplayMode)(void *, uint32_t, void **);
    int32_t (*GetDisplayModeIterator)(void *, void **);
    int32_t (*SetScreenPreviewCallback)(void *, void *);
    int32_t (*EnableVideoInput)(void *, uint32_t, uint32_t, uint32_t);
    int32_t (*DisableVideoInput)(void *);
    int32_t (*GetAvailableVideoFrameCount)(void *, uint32_t *);
    int32_t (*SetVideoInputFrameMemoryAllocator)(void *, void *);
    int32_t (*EnableAudioInput)(void *, uint32_t, uint32_t, uint32_t);
    int32_t (*DisableAudioInput)(void *);
    int32_t (*GetAvailableAudioSampleFrameCount)(void *, uint32_t *);
    int32_t (*StartStreams)(void *);
    int32_t (*StopStreams)(void *);
    int32_t (*PauseStreams)(void *);
    int32_t (*FlushStreams)(void *);
    int32_t (*SetCallback)(void *, void *);
    int32_t (*GetHardwareReferenceClock)(void *, int64_t, int64_t *, int64_t *, int64_t *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkInputTable) == 22 * sizeof(void *));

struct IDeckLinkProfileAttributesTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetFlag)(void *, uint32_t, bool *);
    int32_t (*GetInt)(void *, uint32_t, int64_t *);
    int32_t (*GetFloat)(void *, uint32_t, double *);
    int32_t (*GetString)(void *, uint32_t, const char **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkProfileAttributesTable) == 9 * sizeof(void *));

struct IDeckLinkConfigurationTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*SetFlag)(void *, uint32_t, bool);
    int32_t (*GetFlag)(void *, uint32_t, bool *);
    int32_t (*SetInt)(void *, uint32_t, int64_t);
    int32_t (*GetInt)(void *, uint32_t, int64_t *);
    int32_t (*SetFloat)(void *, uint32_t, double);
    int32_t (*GetFloat)(void *, uint32_t, double *);
    int32_t (*SetString)(void *, uint32_t, const char *);
    int32_t (*GetString)(void *, uint32_t, const char **);
    int32_t (*WriteConfigurationToPreferences)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkConfigurationTable) == 14 * sizeof(void *));

struct IDeckLinkStatusTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetFlag)(void *, uint32_t, bool *);
    int32_t (*GetInt)(void *, uint32_t, int64_t *);
    int32_t (*GetFloat)(void *, uint32_t, double *);
    int32_t (*GetString)(void *, uint32_t, const char **);
    int32_t (*GetBytes)(void *, uint32_t, void *, uint32_t *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkStatusTable) == 10 * sizeof(void *));

struct IDeckLinkKeyerTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Enable)(void *, bool);
    int32_t (*SetLevel)(void *, uint8_t);
    int32_t (*RampUp)(void *, uint32_t);
    int32_t (*RampDown)(void *, uint32_t);
    int32_t (*Disable)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkKeyerTable) == 10 * sizeof(void *));

struct IDeckLinkAPIInformationTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*GetFlag)(void *, uint32_t, bool *);
    int32_t (*GetInt)(void *, uint32_t, int64_t *);
    int32_t (*GetFloat)(void *, uint32_t, double *);
    int32_t (*GetString)(void *, uint32_t, const char **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkAPIInformationTable) == 9 * sizeof(void *));

struct IDeckLinkNotificationTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Subscribe)(void *, uint32_t, void *);
    int32_t (*Unsubscribe)(void *, uint32_t, void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkNotificationTable) == 7 * sizeof(void *));

struct IDeckLinkNotificationCallbackTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*Notify)(void *, uint32_t, uint64_t, uint64_t);
};
static_assert(sizeof(IDeckLinkNotificationCallbackTable) == 4 * sizeof(void *));

struct IDeckLinkDeviceNotificationCallbackTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*DeckLinkDeviceArrived)(void *, void *);
    int32_t (*DeckLinkDeviceRemoved)(void *, void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkDeviceNotificationCallbackTable) == 7 * sizeof(void *));

struct IDeckLinkDiscoveryTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    int32_t (*InstallDeviceNotifications)(void *, void *);
    int32_t (*UninstallDeviceNotifications)(void *);
    void (*complete_)(void *);
    void (*deleting_)(void *);
};
static_assert(sizeof(IDeckLinkDiscoveryTable) == 7 * sizeof(void *));

struct IDeckLinkMutableVideoFrameTable {
    int32_t (*QueryInterface)(void *, Iid, void **);
    unsigned long (*AddRef)(void *);
    unsigned long (*Release)(void *);
    long (*GetWidth)(void *);
    long (*GetHeight)(void *);
    long (*GetRowBytes)(void *);
    uint32_t (*GetPixelFormat)(void *);
    uint32_t (*GetFlags)(void *);
    int32_t (*GetBytes)(void *, void **);
    int32_t (*GetTimecode)(void *, uint32_t, void **);
    int32_t (*GetAncillaryData)(void *, void **);
    void (*complete_)(void *);
    void (*deleting_)(void *);
    int32_t (*SetFlags)(void *, uint32_t);
    int32_t (*SetTimecode)(void *, uint32_t, void *);
    int32_t (*SetTimecodeFromComponents)(
        void *, uint32_t, uint8_t, uint8_t, uint8_t, uint8_t, uint32_t);
    int32_t (*SetAncillaryData)(void *, void *);
    int32_t (*SetTimecodeUserBits)(void *, uint32_t, uint32_t);
};
static_assert(sizeof(IDeckLinkMutableVideoFrameTable) == 18 * sizeof(void *));
