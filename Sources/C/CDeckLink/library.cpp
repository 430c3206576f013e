// The driver's library, its devices, and hot plug.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <new>

#include "room.h"

using namespace decklink;

namespace decklink {

int openNotifier() { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void closeNotifier(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}

void notify(int descriptor) {
    uint64_t one = 1;
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
}

void drain(int descriptor) {
    uint64_t count;
    ssize_t got = read(descriptor, &count, sizeof count);
    (void)got;
}

bool takeText(int32_t result, const char *text, char *copy, size_t size) {
    if (result < 0 || !text || size == 0) return false;
    snprintf(copy, size, "%s", text);
    free(const_cast<char *>(text));
    return true;
}

cdl_mode readMode(IDeckLinkDisplayMode *mode) {
    cdl_mode copy{};
    copy.mode = mode->GetDisplayMode();
    copy.width = int32_t(mode->GetWidth());
    copy.height = int32_t(mode->GetHeight());
    mode->GetFrameRate(&copy.duration, &copy.scale);
    copy.field_dominance = mode->GetFieldDominance();
    copy.flags = mode->GetFlags();
    return copy;
}

int32_t readModes(IDeckLinkDisplayModeIterator *iterator, cdl_mode *modes, int32_t capacity) {
    int32_t count = 0;
    Reference<IDeckLinkDisplayMode> mode;
    while (iterator->Next(mode.out()) == CDL_OK && mode) {
        if (count < capacity) modes[count] = readMode(mode.get());
        count++;
    }
    return count;
}

}  // namespace decklink

template <typename Function>
static void resolve(void *handle, const char *symbol, Function *function) {
    *function = reinterpret_cast<Function>(dlsym(handle, symbol));
}

cdl_library *cdl_library_open(const char *path, char *error, size_t error_size) {
    void *handle = dlopen(path ? path : "libDeckLinkAPI.so", RTLD_NOW | RTLD_GLOBAL);
    if (!handle) {
        snprintf(error, error_size, "%s", dlerror());
        return nullptr;
    }
    cdl_library *library = new (std::nothrow) cdl_library{};
    if (!library) return nullptr;
    resolve(handle, "CreateDeckLinkIteratorInstance_0004", &library->makeIterator);
    resolve(handle, "CreateDeckLinkAPIInformationInstance_0001", &library->makeInformation);
    resolve(handle, "CreateDeckLinkDiscoveryInstance_0003", &library->makeDiscovery);
    resolve(handle, "CreateVideoFrameAncillaryPacketsInstance_0001", &library->makePackets);
    if (!library->makeIterator) {
        snprintf(error, error_size, "it has no CreateDeckLinkIteratorInstance_0004");
        delete library;
        return nullptr;
    }
    return library;
}

void cdl_library_release(cdl_library *library) { delete library; }

uint32_t cdl_library_version(cdl_library *library) {
    if (!library->makeInformation) return 0;
    Reference<IDeckLinkAPIInformation> information;
    *information.out() = library->makeInformation();
    int64_t version = 0;
    if (!information || information->GetInt(0x76657273, &version) < 0) return 0;
    return uint32_t(version);
}

bool cdl_library_has_packets(cdl_library *library) { return library->makePackets != nullptr; }

int32_t cdl_devices(cdl_library *library, cdl_device **devices, int32_t capacity) {
    Reference<IDeckLinkIterator> iterator;
    *iterator.out() = library->makeIterator();
    if (!iterator) return CDL_E_FAIL;
    int32_t count = 0;
    while (count < capacity) {
        cdl_device *device = new (std::nothrow) cdl_device;
        if (!device) break;
        if (iterator->Next(device->device.out()) != CDL_OK || !device->device) {
            delete device;
            break;
        }
        device->attributes.query(device->device.get());
        device->status.query(device->device.get());
        device->configuration.query(device->device.get());
        devices[count++] = device;
    }
    return count;
}

void cdl_device_release(cdl_device *device) { delete device; }

bool cdl_device_model(cdl_device *device, char *text, size_t size) {
    const char *name = nullptr;
    int32_t result = device->device->GetModelName(&name);
    return takeText(result, name, text, size);
}

bool cdl_device_name(cdl_device *device, char *text, size_t size) {
    const char *name = nullptr;
    int32_t result = device->device->GetDisplayName(&name);
    return takeText(result, name, text, size);
}

bool cdl_attribute_text(cdl_device *device, uint32_t id, char *text, size_t size) {
    if (!device->attributes) return false;
    const char *value = nullptr;
    int32_t result = device->attributes->GetString(id, &value);
    return takeText(result, value, text, size);
}

bool cdl_attribute_int(cdl_device *device, uint32_t id, int64_t *value) {
    return device->attributes && device->attributes->GetInt(id, value) >= 0;
}

bool cdl_attribute_flag(cdl_device *device, uint32_t id, bool *value) {
    return device->attributes && device->attributes->GetFlag(id, value) >= 0;
}

bool cdl_status_int(cdl_device *device, uint32_t id, int64_t *value) {
    return device->status && device->status->GetInt(id, value) >= 0;
}

bool cdl_status_flag(cdl_device *device, uint32_t id, bool *value) {
    return device->status && device->status->GetFlag(id, value) >= 0;
}

int32_t cdl_set_int(cdl_device *device, uint32_t id, int64_t value) {
    if (!device->configuration) return CDL_E_NOINTERFACE;
    return device->configuration->SetInt(id, value);
}

int32_t cdl_set_flag(cdl_device *device, uint32_t id, bool value) {
    if (!device->configuration) return CDL_E_NOINTERFACE;
    return device->configuration->SetFlag(id, value);
}

bool cdl_get_int(cdl_device *device, uint32_t id, int64_t *value) {
    return device->configuration && device->configuration->GetInt(id, value) >= 0;
}

int32_t cdl_write_preferences(cdl_device *device) {
    if (!device->configuration) return CDL_E_NOINTERFACE;
    return device->configuration->WriteConfigurationToPreferences();
}

// -- Hot plug --------------------------------------------------------------------------------------

namespace {

// Remembers what each device was called when it came: one that is gone may not answer any more.
class PlugCallback final : public IDeckLinkDeviceNotificationCallback {
public:
    PlugCallback(cdl_plug plug, void *context) : plug(plug), context(context) {}

    int32_t QueryInterface(Iid wanted, void **result) noexcept override {
        *result = nullptr;
        if (!(wanted == IUnknown::iid) && !(wanted == iid)) return CDL_E_NOINTERFACE;
        *result = static_cast<IDeckLinkDeviceNotificationCallback *>(this);
        AddRef();
        return CDL_OK;
    }
    unsigned long AddRef() noexcept override { return count.add(); }
    unsigned long Release() noexcept override {
        unsigned long left = count.drop();
        if (left == 0) delete this;
        return left;
    }

    int32_t DeckLinkDeviceArrived(IDeckLink *device) noexcept override {
        char name[nameSize] = "";
        readName(device, name);
        pthread_mutex_lock(&lock);
        for (Known &known : table) {
            if (known.device) continue;
            known.device = device;
            snprintf(known.name, sizeof known.name, "%s", name);
            break;
        }
        if (plug) plug(context, name, true);
        pthread_mutex_unlock(&lock);
        return CDL_OK;
    }

    int32_t DeckLinkDeviceRemoved(IDeckLink *device) noexcept override {
        pthread_mutex_lock(&lock);
        for (Known &known : table) {
            if (known.device != device) continue;
            known.device = nullptr;
            if (plug) plug(context, known.name, false);
            break;
        }
        pthread_mutex_unlock(&lock);
        return CDL_OK;
    }

    // Nobody is called any more once this returns.
    void silence() {
        pthread_mutex_lock(&lock);
        plug = nullptr;
        pthread_mutex_unlock(&lock);
    }

private:
    ~PlugCallback() { pthread_mutex_destroy(&lock); }

    static constexpr size_t nameSize = 128;
    struct Known {
        IDeckLink *device = nullptr;
        char name[nameSize] = "";
    };

    static void readName(IDeckLink *device, char *name) {
        Reference<IDeckLinkProfileAttributes> attributes;
        const char *text = nullptr;
        if (attributes.query(device) >= 0) {
            int32_t result = attributes->GetString(0x64657668, &text);
            if (takeText(result, text, name, nameSize)) return;
        }
        text = nullptr;
        int32_t result = device->GetDisplayName(&text);
        takeText(result, text, name, nameSize);
    }

    Count count;
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    cdl_plug plug;
    void *context;
    Known table[32];
};

}  // namespace

struct cdl_watch {
    Reference<IDeckLinkDiscovery> discovery;
    PlugCallback *callback;
};

cdl_watch *cdl_watch_start(cdl_library *library, cdl_plug plug, void *context) {
    if (!library->makeDiscovery) return nullptr;
    cdl_watch *watch = new (std::nothrow) cdl_watch{};
    if (!watch) return nullptr;
    *watch->discovery.out() = library->makeDiscovery();
    watch->callback = new (std::nothrow) PlugCallback(plug, context);
    bool isWatching = watch->discovery && watch->callback
        && watch->discovery->InstallDeviceNotifications(watch->callback) >= 0;
    if (isWatching) return watch;
    if (watch->callback) watch->callback->Release();
    delete watch;
    return nullptr;
}

void cdl_watch_stop(cdl_watch *watch) {
    if (!watch) return;
    // An observer left behind can wedge a card.
    watch->discovery->UninstallDeviceNotifications();
    watch->callback->silence();
    watch->callback->Release();
    delete watch;
}
