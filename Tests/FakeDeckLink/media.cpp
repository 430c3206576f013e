// Modes, row bytes, timecode and ancillary packets.
#include <stdio.h>
#include <string.h>

#include "fake.h"

namespace {
const uint32_t progressive = code("prog"), upper = code("uppr"), lower = code("lowr");

struct ModeObject : Object {
    const Mode *mode;
    ModeObject(const void *table, const Mode *mode)
        : Object(table, destroy<ModeObject>), mode(mode) {}
};

int32_t modeName(void *object, const char **name) {
    *name = strdup(self<ModeObject>(object)->mode->name);
    return ok;
}
uint32_t modeId(void *object) { return self<ModeObject>(object)->mode->id; }
long modeWidth(void *object) { return self<ModeObject>(object)->mode->width; }
long modeHeight(void *object) { return self<ModeObject>(object)->mode->height; }
int32_t modeRate(void *object, int64_t *duration, int64_t *scale) {
    *duration = self<ModeObject>(object)->mode->duration;
    *scale = self<ModeObject>(object)->mode->scale;
    return ok;
}
uint32_t modeDominance(void *object) { return self<ModeObject>(object)->mode->dominance; }
uint32_t modeFlags(void *) { return 4; }

const IDeckLinkDisplayModeTable modeTable = {
    plainQuery, addReference, dropReference, modeName,  modeId,      modeWidth,
    modeHeight, modeRate,     modeDominance, modeFlags, neverCalled, neverCalled};

struct ModeIterator : Object {
    size_t next = 0;
    using Object::Object;
};
int32_t nextMode(void *object, void **mode) {
    auto *it = self<ModeIterator>(object);
    *mode = nullptr;
    if (it->next >= allModes().size()) return no;
    *mode = makeMode(&allModes()[it->next++]);
    return ok;
}
const IDeckLinkDisplayModeIteratorTable modeIteratorTable = {
    plainQuery, addReference, dropReference, nextMode, neverCalled, neverCalled};

// -- Timecode --------------------------------------------------------------------------------------

struct Timecode : Object {
    uint32_t bcd;
    bool isDropFrame;
    Timecode(const void *table, uint32_t bcd, bool isDropFrame)
        : Object(table, destroy<Timecode>), bcd(bcd), isDropFrame(isDropFrame) {}
};
uint32_t timecodeBCD(void *object) { return self<Timecode>(object)->bcd; }
int32_t timecodeParts(void *object, uint8_t *h, uint8_t *m, uint8_t *s, uint8_t *f) {
    uint32_t bcd = self<Timecode>(object)->bcd;
    auto part = [bcd](int shift) {
        return uint8_t((bcd >> (shift + 4) & 15) * 10 + (bcd >> shift & 15));
    };
    *h = part(24);
    *m = part(16);
    *s = part(8);
    *f = part(0);
    return ok;
}
int32_t timecodeText(void *object, const char **text) {
    char buffer[16];
    snprintf(buffer, sizeof buffer, "%08x", self<Timecode>(object)->bcd);
    *text = strdup(buffer);
    return ok;
}
uint32_t timecodeFlags(void *object) { return self<Timecode>(object)->isDropFrame ? 1 : 0; }
int32_t timecodeBits(void *, uint32_t *bits) {
    *bits = 0;
    return ok;
}
const IDeckLinkTimecodeTable timecodeTable = {
    plainQuery,   addReference,  dropReference, timecodeBCD, timecodeParts,
    timecodeText, timecodeFlags, timecodeBits,  neverCalled, neverCalled};

// -- Ancillary packets -----------------------------------------------------------------------------

struct Packet : Object {
    std::vector<uint8_t> words;
    uint8_t did, sdid;
    uint32_t line;
    bool isReadable = true;
    Packet(const void *table) : Object(table, destroy<Packet>) {}
};
int32_t packetBytes(void *object, uint32_t format, const void **data, uint32_t *size) {
    if (format != code("ui08")) return notImplemented;
    if (!self<Packet>(object)->isReadable) return failed;
    *data = self<Packet>(object)->words.data();
    *size = uint32_t(self<Packet>(object)->words.size());
    return ok;
}
uint8_t packetDID(void *object) { return self<Packet>(object)->did; }
uint8_t packetSDID(void *object) { return self<Packet>(object)->sdid; }
uint32_t packetLine(void *object) { return self<Packet>(object)->line; }
uint8_t packetStream(void *) { return 0; }
const IDeckLinkAncillaryPacketTable packetTable = {
    plainQuery, addReference, dropReference, packetBytes, packetDID,
    packetSDID, packetLine,   packetStream,  neverCalled, neverCalled};

struct Packets : Object {
    std::mutex lock;
    std::vector<void *> packets;
    Packets(const void *table);
};
void endPackets(Object *object) {
    for (void *packet : static_cast<Packets *>(object)->packets) release(packet);
    delete static_cast<Packets *>(object);
}
Packets::Packets(const void *table) : Object(table, endPackets) {}

struct PacketIterator : Object {
    Packets *packets;
    size_t next = 0;
    PacketIterator(const void *table, Packets *packets);
};
void endIterator(Object *object) {
    dropReference(static_cast<PacketIterator *>(object)->packets);
    delete static_cast<PacketIterator *>(object);
}
PacketIterator::PacketIterator(const void *table, Packets *packets)
    : Object(table, endIterator), packets(packets) {
    addReference(packets);
}
int32_t nextPacket(void *object, void **packet) {
    auto *it = self<PacketIterator>(object);
    std::lock_guard guard(it->packets->lock);
    *packet = nullptr;
    if (it->next >= it->packets->packets.size()) return no;
    *packet = it->packets->packets[it->next++];
    retain(*packet);
    return ok;
}
const IDeckLinkAncillaryPacketIteratorTable packetIteratorTable = {
    plainQuery, addReference, dropReference, nextPacket, neverCalled, neverCalled};

int32_t packetIterator(void *object, void **iterator) {
    *iterator = new PacketIterator(&packetIteratorTable, self<Packets>(object));
    return ok;
}
int32_t firstPacket(void *, uint8_t, uint8_t, void **packet) {
    *packet = nullptr;
    return notImplemented;
}
int32_t attachPacket(void *object, void *packet) {
    std::lock_guard guard(self<Packets>(object)->lock);
    retain(packet);
    self<Packets>(object)->packets.push_back(packet);
    return ok;
}
int32_t detachPacket(void *, void *) { return notImplemented; }
int32_t detachAll(void *object) {
    std::lock_guard guard(self<Packets>(object)->lock);
    for (void *packet : self<Packets>(object)->packets) release(packet);
    self<Packets>(object)->packets.clear();
    return ok;
}
int32_t packetsQuery(void *object, Iid wanted, void **result) {
    *result = nullptr;
    if (!same(wanted, IUnknownId) && !same(wanted, IDeckLinkVideoFrameAncillaryPacketsId))
        return noInterface;
    *result = object;
    addReference(object);
    return ok;
}
const IDeckLinkVideoFrameAncillaryPacketsTable packetsTable = {
    packetsQuery, addReference, dropReference, packetIterator, firstPacket,
    attachPacket, detachPacket, detachAll,     neverCalled,    neverCalled};
}  // namespace

const std::vector<Mode> &allModes() {
    static const std::vector<Mode> modes = {
        {code("ntsc"), "NTSC", 720, 486, 1001, 30000, lower},
        {code("pal "), "PAL", 720, 576, 1000, 25000, upper},
        {code("hp50"), "720p50", 1280, 720, 1000, 50000, progressive},
        {code("hp59"), "720p59.94", 1280, 720, 1001, 60000, progressive},
        {code("hp60"), "720p60", 1280, 720, 1000, 60000, progressive},
        {code("Hi50"), "1080i50", 1920, 1080, 1000, 25000, upper},
        {code("Hi59"), "1080i59.94", 1920, 1080, 1001, 30000, upper},
        {code("Hi60"), "1080i60", 1920, 1080, 1000, 30000, upper},
        {code("23ps"), "1080p23.98", 1920, 1080, 1001, 24000, progressive},
        {code("24ps"), "1080p24", 1920, 1080, 1000, 24000, progressive},
        {code("Hp25"), "1080p25", 1920, 1080, 1000, 25000, progressive},
        {code("Hp29"), "1080p29.97", 1920, 1080, 1001, 30000, progressive},
        {code("Hp30"), "1080p30", 1920, 1080, 1000, 30000, progressive},
        {code("Hp50"), "1080p50", 1920, 1080, 1000, 50000, progressive},
        {code("Hp59"), "1080p59.94", 1920, 1080, 1001, 60000, progressive},
        {code("Hp60"), "1080p60", 1920, 1080, 1000, 60000, progressive},
        {code("4k50"), "2160p50", 3840, 2160, 1000, 50000, progressive},
        {code("4k59"), "2160p59.94", 3840, 2160, 1001, 60000, progressive},
    };
    static const std::vector<Mode> more = [] {
        std::vector<Mode> all = modes;
        all.push_back({code("huge"), "64p50", 16400, 64, 1000, 50000, progressive});
        all.push_back({code("tp25"), "180p25", 320, 180, 1000, 25000, progressive});
        all.push_back({code("tp50"), "180p50", 320, 180, 1000, 50000, progressive});
        all.push_back({code("tp59"), "180p59.94", 320, 180, 1001, 60000, progressive});
        return all;
    }();
    return fake_get(0, "small") ? more : modes;
}

const Mode *findMode(uint32_t id) {
    for (const Mode &mode : allModes())
        if (mode.id == id) return &mode;
    return nullptr;
}

void *makeMode(const Mode *mode) { return new ModeObject(&modeTable, mode); }
void *makeModeIterator() { return new ModeIterator(&modeIteratorTable, destroy<ModeIterator>); }
void *makeTimecode(uint32_t bcd, bool isDropFrame) {
    return new Timecode(&timecodeTable, bcd, isDropFrame);
}
void *makePackets() { return new Packets(&packetsTable); }

long rowBytes(uint32_t pixelFormat, long width) {
    if (pixelFormat == code("2vuy")) return width * 2;
    if (pixelFormat == code("v210")) return (width + 47) / 48 * 128;
    if (pixelFormat == code("BGRA") || pixelFormat == 32) return width * 4;
    return 0;
}

void attachPackets(void *packets, const std::vector<uint8_t> &bytes) {
    for (size_t at = 0; at + 5 <= bytes.size();) {
        auto *packet = new Packet(&packetTable);
        packet->did = bytes[at];
        packet->sdid = bytes[at + 1];
        packet->line = uint32_t(bytes[at + 2]) << 8 | bytes[at + 3];
        size_t count = bytes[at + 4];
        packet->words.assign(bytes.begin() + long(at) + 5, bytes.begin() + long(at + 5 + count));
        attachPacket(packets, packet);
        dropReference(packet);
        at += 5 + count;
    }
}

void attachUnreadable(void *packets) {
    auto *packet = new Packet(&packetTable);
    packet->did = 0x61;
    packet->sdid = 0x01;
    packet->line = 9;
    packet->isReadable = false;
    attachPacket(packets, packet);
    dropReference(packet);
}

// Asks a frame for its packets as the driver would.
std::vector<uint8_t> readPackets(void *frame) {
    std::vector<uint8_t> bytes;
    void *packets = nullptr;
    auto *table = tableOf<IDeckLinkVideoFrameTable>(frame);
    if (table->QueryInterface(frame, IDeckLinkVideoFrameAncillaryPacketsId, &packets) < 0)
        return bytes;
    for (void *packet : self<Packets>(packets)->packets) {
        auto *its = tableOf<IDeckLinkAncillaryPacketTable>(packet);
        const void *words = nullptr;
        uint32_t size = 0;
        if (its->GetBytes(packet, code("ui08"), &words, &size) < 0) continue;
        uint32_t line = its->GetLineNumber(packet);
        for (uint32_t byte : {uint32_t(its->GetDID(packet)), uint32_t(its->GetSDID(packet)),
                              line >> 8, line & 255, size})
            bytes.push_back(uint8_t(byte));
        auto *first = static_cast<const uint8_t *>(words);
        bytes.insert(bytes.end(), first, first + size);
    }
    release(packets);
    return bytes;
}
