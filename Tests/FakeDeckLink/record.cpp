// What a fake driver in a process of its own is told, and what it leaves behind: behaviour from the
// environment, one record for each tick, and a number in the picture.
//
//   FAKE_DECKLINK=key=value,key@device=value …   as fake_set would (device 0 where none is named)
//   FAKE_DECKLINK_CONTROL=FILE                   the same, read again whenever another file is put there
//   FAKE_DECKLINK_RECORD=FOLDER                  writes FOLDER/output.DEVICE.PID and input.DEVICE.PID
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "fake.h"

namespace {

constexpr int cellCount = 38;

struct Cells {
    int64_t width, height;
    explicit Cells(const Mode &mode)
        : width(std::max<long>(mode.width / 40 & ~1L, 2)),
          height(std::max<long>(mode.height / 18, 2)) {}
};

// White, black, 32 bits, the exclusive or of their nibbles: as the line-up bars carry it.
std::vector<bool> cellsOf(uint32_t number) {
    std::vector<bool> cells = {true, false};
    uint32_t check = 0;
    for (int shift = 31; shift >= 0; shift--) cells.push_back(number >> shift & 1);
    for (int shift = 0; shift < 32; shift += 4) check ^= number >> shift & 15;
    for (int shift = 3; shift >= 0; shift--) cells.push_back(check >> shift & 1);
    return cells;
}

// What a record begins with; the tick's sound follows, as 32-bit samples.
struct Header {
    int64_t tick, nanoseconds, number, timecode;
    int32_t fate, missing, channels, sampleCount;
};

void append(const char *kind, int device, const Header &header, const std::vector<int32_t> &sound) {
    const char *folder = getenv("FAKE_DECKLINK_RECORD");
    if (!folder || !*folder) return;
    static std::mutex lock;
    static std::map<std::string, FILE *> files;
    std::string name = std::string(folder) + "/" + kind + "." + std::to_string(device) + "."
        + std::to_string(getpid());
    std::lock_guard guard(lock);
    FILE *&file = files[name];
    if (!file) file = fopen(name.c_str(), "ab");
    if (!file) return;
    fwrite(&header, sizeof header, 1, file);
    fwrite(sound.data(), 4, sound.size(), file);
    fflush(file);
}

int64_t nanosecondsOf(std::chrono::steady_clock::time_point at) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

void obey(std::string rest) {
    while (!rest.empty()) {
        size_t end = std::min(rest.find(','), rest.size());
        std::string item = rest.substr(0, end);
        rest.erase(0, std::min(end + 1, rest.size()));
        size_t equals = item.find('='), at = item.find('@');
        if (equals == std::string::npos) continue;
        int device = at < equals ? atoi(item.c_str() + at + 1) : 0;
        if (device < 0 || device >= deviceMax) continue;
        fake_set(device, item.substr(0, std::min(at, equals)).c_str(), atoll(item.c_str() + equals + 1));
    }
}

// Its inode tells a file that was put there from the one before; 0 for none.
ino_t inodeOf(const std::string &path) {
    struct stat status;
    return stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

void obeyFile(const std::string &path) {
    std::ifstream file(path);
    obey({std::istreambuf_iterator<char>(file), {}});
}

}  // namespace

void takeEnvironment() {
    const char *text = getenv("FAKE_DECKLINK");
    obey(text ? text : "");
    const char *control = getenv("FAKE_DECKLINK_CONTROL");
    if (!control || !*control) return;
    std::string path = control;
    ino_t seen = inodeOf(path);
    obeyFile(path);
    // Ends with the process: the library is never unloaded.
    std::thread([path, seen]() mutable {
        while (true) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            ino_t now = inodeOf(path);
            if (now == seen) continue;
            seen = now;
            obeyFile(path);
        }
    }).detach();
}

void drawNumber(uint32_t number, const Mode &mode, uint8_t *picture) {
    Cells size(mode);
    std::vector<bool> cells = cellsOf(number);
    for (int64_t y = 0; y < size.height; y++)
        for (int64_t x = 0; x < size.width * cellCount; x++)
            picture[y * mode.width * 2 + x * 2 + 1] = cells[size_t(x / size.width)] ? 235 : 16;
}

int64_t readNumber(const Mode &mode, const uint8_t *picture) {
    if (!picture) return -1;
    Cells size(mode);
    std::vector<int64_t> levels;
    for (int cell = 0; cell < cellCount; cell++) {
        int64_t x = cell * size.width + size.width / 2, sum = 0;
        for (int64_t y = size.height / 4; y < size.height - size.height / 4; y++)
            sum += picture[y * mode.width * 2 + x * 2 + 1];
        levels.push_back(sum / (size.height - size.height / 4 * 2));
    }
    if (levels[0] - levels[1] < 100) return -1;
    int64_t middle = (levels[0] + levels[1]) / 2;
    uint32_t number = 0;
    std::vector<bool> read;
    for (int64_t level : levels) read.push_back(level > middle);
    for (int bit = 2; bit < 34; bit++) number = number << 1 | (read[size_t(bit)] ? 1 : 0);
    return read == cellsOf(number) ? int64_t(number) : -1;
}

void recordOutput(
    Device &device, int64_t tick, std::chrono::steady_clock::time_point at, int32_t fate,
    int64_t number, int64_t timecode, int32_t missing, const std::vector<int32_t> &sound) {
    append(
        "output", device.number,
        {tick, nanosecondsOf(at), number, timecode, fate, missing, int32_t(device.audioChannels),
         int32_t(sound.size())},
        sound);
}

void recordInput(Device &device, int64_t number, std::chrono::steady_clock::time_point at) {
    append("input", device.number, {number, nanosecondsOf(at), number, -1, 0, 0, 0, 0}, {});
}

extern "C" int64_t fake_read_number(const void *picture, int64_t width, int64_t height) {
    Mode mode{0, "", long(width), long(height), 1, 1, 0};
    return readNumber(mode, static_cast<const uint8_t *>(picture));
}
