// What the files of this room share.
#pragma once

#include <atomic>

#include "cdecklink.h"
#include "interfaces.h"

namespace decklink {

// One owned reference.
template <typename Interface>
class Reference {
public:
    Reference() = default;
    Reference(const Reference &) = delete;
    Reference &operator=(const Reference &) = delete;
    ~Reference() { reset(); }

    Interface *get() const { return pointer; }
    Interface *operator->() const { return pointer; }
    explicit operator bool() const { return pointer != nullptr; }
    // Where an out-parameter puts its reference.
    Interface **out() {
        reset();
        return &pointer;
    }
    void reset() {
        if (pointer) pointer->Release();
        pointer = nullptr;
    }
    // Asks `other` for this interface.
    int32_t query(IUnknown *other) {
        void *found = nullptr;
        int32_t result = other->QueryInterface(Interface::iid, &found);
        reset();
        if (result < 0) return result;
        pointer = static_cast<Interface *>(found);
        return pointer ? result : CDL_E_NOINTERFACE;
    }

private:
    Interface *pointer = nullptr;
};

// The reference count of objects of ours, which destroy themselves.
class Count {
public:
    unsigned long add() { return value.fetch_add(1, std::memory_order_relaxed) + 1; }
    unsigned long drop() { return value.fetch_sub(1, std::memory_order_acq_rel) - 1; }
    unsigned long now() const { return value.load(std::memory_order_acquire); }

private:
    std::atomic<unsigned long> value{1};
};

// A bounded queue from the driver's threads to one thread of ours, with a descriptor to poll on.
// Many producers, one consumer; nobody waits, and what does not fit is counted.
template <typename Item, unsigned capacity>
class EventQueue {
public:
    EventQueue();
    ~EventQueue();
    bool push(const Item &item);
    bool pop(Item *item);
    int descriptor() const { return notifier; }
    uint64_t overruns() const { return lost.load(std::memory_order_relaxed); }

private:
    static_assert((capacity & (capacity - 1)) == 0, "a power of two");
    struct Cell {
        std::atomic<unsigned> turn;
        Item item;
    };
    Cell cells[capacity];
    std::atomic<unsigned> head{0};
    unsigned tail = 0;
    std::atomic<uint64_t> lost{0};
    int notifier;
};

int openNotifier();
void closeNotifier(int descriptor);
void notify(int descriptor);
void drain(int descriptor);

template <typename Item, unsigned capacity>
EventQueue<Item, capacity>::EventQueue() : notifier(openNotifier()) {
    for (unsigned position = 0; position < capacity; position++)
        cells[position].turn.store(position, std::memory_order_relaxed);
}

template <typename Item, unsigned capacity>
EventQueue<Item, capacity>::~EventQueue() {
    closeNotifier(notifier);
}

// A cell's turn is its position when free, one more when filled, and one round on when free again.
template <typename Item, unsigned capacity>
bool EventQueue<Item, capacity>::push(const Item &item) {
    unsigned position = head.load(std::memory_order_relaxed);
    for (;;) {
        Cell &cell = cells[position % capacity];
        int gap = int(cell.turn.load(std::memory_order_acquire) - position);
        if (gap < 0) {
            lost.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        if (gap > 0) {
            position = head.load(std::memory_order_relaxed);
            continue;
        }
        if (!head.compare_exchange_weak(position, position + 1, std::memory_order_relaxed))
            continue;
        cell.item = item;
        cell.turn.store(position + 1, std::memory_order_release);
        notify(notifier);
        return true;
    }
}

template <typename Item, unsigned capacity>
bool EventQueue<Item, capacity>::pop(Item *item) {
    for (bool hasDrained = false;; hasDrained = true) {
        Cell &cell = cells[tail % capacity];
        if (int(cell.turn.load(std::memory_order_acquire) - (tail + 1)) >= 0) {
            *item = cell.item;
            cell.turn.store(tail + capacity, std::memory_order_release);
            tail++;
            return true;
        }
        // Drained only when empty, and looked at once more: what comes in between is not missed.
        if (hasDrained) return false;
        drain(notifier);
    }
}

}  // namespace decklink

struct cdl_library {
    decklink::IDeckLinkIterator *(*makeIterator)();
    decklink::IDeckLinkAPIInformation *(*makeInformation)();
    decklink::IDeckLinkDiscovery *(*makeDiscovery)();
    decklink::IDeckLinkVideoFrameAncillaryPackets *(*makePackets)();
};

struct cdl_device {
    decklink::Reference<decklink::IDeckLink> device;
    decklink::Reference<decklink::IDeckLinkProfileAttributes> attributes;
    decklink::Reference<decklink::IDeckLinkStatus> status;
    // Kept: what was set through it is undone when it goes.
    decklink::Reference<decklink::IDeckLinkConfiguration> configuration;
};

namespace decklink {
// Copies at most `capacity` modes out of an iterator, and returns how many there are.
int32_t readModes(IDeckLinkDisplayModeIterator *iterator, cdl_mode *modes, int32_t capacity);
cdl_mode readMode(IDeckLinkDisplayMode *mode);
// Copies a text of the driver's and gives it back.
bool takeText(int32_t result, const char *text, char *copy, size_t size);
}  // namespace decklink
