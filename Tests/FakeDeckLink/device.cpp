// Iterator, device, attributes, configuration, status, keyer, notification, discovery, versions.
#include <stdlib.h>
#include <string.h>

#include "fake.h"

namespace {

const char *copyOf(const std::string &text) { return strdup(text.c_str()); }

struct Part : Object {
    Device &device;
    Part(const void *table, void (*end)(Object *), Device &device)
        : Object(table, end), device(device) {}
};

// -- Attributes and status -------------------------------------------------------------------------

int32_t attributeFlag(void *object, uint32_t id, bool *value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    switch (id) {
        case code("keyi"): *value = device.value("keyer"); return ok;
        case code("keye"): *value = device.value("keyer"); return ok;
        case code("infd"): *value = true; return ok;
        case code("hrin"): *value = device.value("reference_input"); return ok;
        case code("idou"): *value = true; return ok;
        case code("lvla"): *value = true; return ok;
        case code("stpg"): *value = device.value("groups"); return ok;
        case code("vioY"): *value = device.value("packets_need_v210"); return ok;
        default: return invalid;
    }
}

int32_t attributeInt(void *object, uint32_t id, int64_t *value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    switch (id) {
        case code("dupx"):
            *value = !device.value("active")  ? code("dxin")
                : device.value("duplex") == 1 ? code("dxha")
                                              : code("dxfu");
            return ok;
        case code("vios"):
            *value = (device.value("can_capture") ? 1 : 0) | (device.value("can_play") ? 2 : 0);
            return ok;
        case code("mprf"): *value = device.value("preroll"); return ok;
        case code("mach"): *value = device.value("channels"); return ok;
        case code("peid"): *value = 0xCAFE0000 + device.number; return ok;
        case code("toid"): *value = 0x100 + device.number; return ok;
        case code("vocn"):
        case code("vicn"): *value = 1; return ok;
        case code("subi"): *value = device.number; return ok;
        case code("nsbd"): *value = fake_get(0, "devices"); return ok;
        default: return invalid;
    }
}

int32_t attributeFloat(void *, uint32_t, double *) { return invalid; }

int32_t attributeText(void *object, uint32_t id, const char **value) {
    Device &device = self<Part>(object)->device;
    *value = nullptr;
    if (id == code("devh")) *value = copyOf("fake:" + std::to_string(device.number));
    return *value ? ok : invalid;
}

const IDeckLinkProfileAttributesTable attributesTable = {
    plainQuery, addReference, dropReference, attributeFlag, attributeInt,
    attributeFloat, attributeText, neverCalled, neverCalled};

int32_t statusFlag(void *object, uint32_t id, bool *value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    if (id == code("refl")) *value = device.value("reference") & 2 && device.isPlaying;
    else if (id == code("visl")) *value = device.value("signal");
    else return invalid;
    return ok;
}

// What is announced, else what is captured; 0 while nothing is known.
int64_t detectedMode(Device &device) {
    if (device.value("input_mode")) return device.value("input_mode");
    return device.inputMode ? device.inputMode->id : 0;
}

int32_t statusInt(void *object, uint32_t id, int64_t *value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    if (id == code("busy"))
        *value = (device.inputOwner ? 1 : 0) | (device.outputOwner ? 2 : 0)
            | device.value("busy_elsewhere");
    else if (id == code("pwid")) *value = 4;
    else if (id == code("plnk")) *value = 2;
    else if (id == code("dvim") && device.value("signal")) *value = detectedMode(device);
    else if (id == code("refm") && device.value("reference_mode"))
        *value = device.value("reference_mode");
    else return invalid;
    return ok;
}

int32_t statusBytes(void *, uint32_t, void *, uint32_t *) { return invalid; }

const IDeckLinkStatusTable statusTable = {
    plainQuery, addReference, dropReference, statusFlag, statusInt,
    attributeFloat, attributeText, statusBytes, neverCalled, neverCalled};

// -- Configuration: reverted when it is released, unless it was written ------------------------------

void endConfiguration(Object *object) {
    Device &device = static_cast<Part *>(object)->device;
    {
        std::lock_guard guard(device.lock);
        device.configuration = device.preferences;
    }
    delete static_cast<Part *>(object);
}

int32_t setInt(void *object, uint32_t id, int64_t value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    device.configuration[id] = value;
    return ok;
}
int32_t getInt(void *object, uint32_t id, int64_t *value) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    if (!device.configuration.count(id)) return invalid;
    *value = device.configuration[id];
    return ok;
}
int32_t setFlag(void *object, uint32_t id, bool value) { return setInt(object, id, value); }
int32_t getFlag(void *object, uint32_t id, bool *value) {
    int64_t stored = 0;
    int32_t result = getInt(object, id, &stored);
    *value = stored != 0;
    return result;
}
int32_t setFloat(void *, uint32_t, double) { return invalid; }
int32_t setText(void *, uint32_t, const char *) { return invalid; }
int32_t writePreferences(void *object) {
    Device &device = self<Part>(object)->device;
    {
        std::lock_guard guard(device.lock);
        device.preferences = device.configuration;
        device.values["preferences_written"]++;
    }
    notePreferences(device);
    return ok;
}

const IDeckLinkConfigurationTable configurationTable = {
    plainQuery, addReference, dropReference, setFlag, getFlag, setInt, getInt, setFloat,
    attributeFloat, setText, attributeText, writePreferences, neverCalled, neverCalled};

// -- Keyer -----------------------------------------------------------------------------------------

int32_t keyerEnable(void *object, bool isExternal) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    if (!device.value("keyer")) return notImplemented;
    if (!device.outputMode) return denied;
    device.values["keyed"] = isExternal ? 2 : 1;
    return ok;
}
int32_t keyerLevel(void *object, uint8_t level) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    device.values["key_level"] = level;
    return ok;
}
int32_t keyerRamp(void *, uint32_t) { return ok; }
int32_t keyerDisable(void *object) {
    Device &device = self<Part>(object)->device;
    std::lock_guard guard(device.lock);
    device.values["keyed"] = 0;
    return ok;
}

const IDeckLinkKeyerTable keyerTable = {
    plainQuery, addReference, dropReference, keyerEnable, keyerLevel,
    keyerRamp, keyerRamp, keyerDisable, neverCalled, neverCalled};

// -- Notification ----------------------------------------------------------------------------------

std::mutex listenersLock;
std::vector<std::pair<int, void *>> listeners;

int32_t subscribe(void *object, uint32_t topic, void *callback) {
    if (topic != code("pref") && topic != code("stat")) return invalid;
    retain(callback);
    std::lock_guard guard(listenersLock);
    listeners.push_back({self<Part>(object)->device.number, callback});
    return ok;
}
int32_t unsubscribe(void *object, uint32_t, void *callback) {
    std::lock_guard guard(listenersLock);
    std::pair<int, void *> wanted{self<Part>(object)->device.number, callback};
    for (size_t position = 0; position < listeners.size(); position++) {
        if (listeners[position] != wanted) continue;
        release(callback);
        listeners.erase(listeners.begin() + long(position));
        return ok;
    }
    return invalid;
}

const IDeckLinkNotificationTable notificationTable = {
    plainQuery, addReference, dropReference, subscribe, unsubscribe, neverCalled, neverCalled};

// -- Device ----------------------------------------------------------------------------------------

int32_t deviceQuery(void *object, Iid wanted, void **result) {
    Device &device = self<Part>(object)->device;
    *result = nullptr;
    bool isOther = fake_get(0, "generation") == 1;
    if (same(wanted, IUnknownId) || same(wanted, IDeckLinkId)) {
        *result = object;
        addReference(object);
    } else if (same(wanted, IDeckLinkOutputId) && !isOther && device.value("can_play")) {
        *result = makeOutput(device);
    } else if (same(wanted, IDeckLinkInputId) && !isOther && device.value("can_capture")) {
        *result = makeInput(device);
    } else if (same(wanted, IDeckLinkProfileAttributesId)) {
        *result = new Part(&attributesTable, destroy<Part>, device);
    } else if (same(wanted, IDeckLinkStatusId)) {
        *result = new Part(&statusTable, destroy<Part>, device);
    } else if (same(wanted, IDeckLinkConfigurationId)) {
        *result = new Part(&configurationTable, endConfiguration, device);
    } else if (same(wanted, IDeckLinkKeyerId) && device.value("keyer")) {
        *result = new Part(&keyerTable, destroy<Part>, device);
    } else if (same(wanted, IDeckLinkNotificationId)) {
        *result = new Part(&notificationTable, destroy<Part>, device);
    }
    return *result ? ok : noInterface;
}

int32_t modelName(void *, const char **name) {
    *name = copyOf("DeckLink Fake 4");
    return ok;
}
int32_t displayName(void *object, const char **name) {
    *name = copyOf("DeckLink Fake 4 (" + std::to_string(self<Part>(object)->device.number + 1) + ")");
    return ok;
}

const IDeckLinkTable deviceTable = {
    deviceQuery, addReference, dropReference, modelName, displayName, neverCalled, neverCalled};

void *makeDevice(Device &device) { return new Part(&deviceTable, destroy<Part>, device); }

struct DeviceIterator : Object {
    int next = 0;
    using Object::Object;
};

int32_t nextDevice(void *object, void **result) {
    auto *it = self<DeviceIterator>(object);
    *result = nullptr;
    while (it->next < fake_get(0, "devices")) {
        Device &device = devices[it->next++];
        if (!fake_get(device.number, "present")) continue;
        *result = makeDevice(device);
        return ok;
    }
    return no;
}

const IDeckLinkIteratorTable iteratorTable = {plainQuery, addReference, dropReference, nextDevice};

// -- Discovery -------------------------------------------------------------------------------------

struct Watch : Object {
    void *callback = nullptr;
    // What was announced, so that a removal names the same object.
    void *announced[deviceMax] = {};
    using Object::Object;
};

std::mutex watchesLock;
std::vector<Watch *> watches;

void announce(Watch *watch, Device &device) {
    void *arrived = makeDevice(device);
    watch->announced[device.number] = arrived;
    tableOf<IDeckLinkDeviceNotificationCallbackTable>(watch->callback)
        ->DeckLinkDeviceArrived(watch->callback, arrived);
}

int32_t install(void *object, void *callback) {
    auto *watch = self<Watch>(object);
    if (watch->callback) return denied;
    retain(callback);
    std::lock_guard guard(watchesLock);
    watch->callback = callback;
    watches.push_back(watch);
    // On another thread, as the driver does.
    std::thread([watch] {
        for (int number = 0; number < fake_get(0, "devices"); number++)
            if (fake_get(number, "present")) announce(watch, devices[number]);
    }).join();
    return ok;
}

int32_t uninstall(void *object) {
    auto *watch = self<Watch>(object);
    std::lock_guard guard(watchesLock);
    for (size_t position = 0; position < watches.size(); position++) {
        if (watches[position] != watch) continue;
        watches.erase(watches.begin() + long(position));
        for (void *&announced : watch->announced) {
            release(announced);
            announced = nullptr;
        }
        release(watch->callback);
        watch->callback = nullptr;
        return ok;
    }
    return denied;
}

const IDeckLinkDiscoveryTable discoveryTable = {
    plainQuery, addReference, dropReference, install, uninstall, neverCalled, neverCalled};

// -- Versions --------------------------------------------------------------------------------------

int32_t informationInt(void *, uint32_t id, int64_t *value) {
    if (id != code("vers")) return invalid;
    *value = fake_get(0, "generation") >= 2 ? 0x10040000 : 0x0E020100;
    return ok;
}
int32_t informationText(void *, uint32_t id, const char **value) {
    *value = id == code("vers") ? copyOf("14.2.1") : nullptr;
    return *value ? ok : invalid;
}
int32_t informationFlag(void *, uint32_t, bool *) { return invalid; }

const IDeckLinkAPIInformationTable informationTable = {
    plainQuery, addReference, dropReference, informationFlag, informationInt,
    attributeFloat, informationText, neverCalled, neverCalled};

}  // namespace

void notePreferences(Device &device) {
    std::lock_guard guard(listenersLock);
    for (auto &[number, callback] : listeners)
        if (number == device.number)
            tableOf<IDeckLinkNotificationCallbackTable>(callback)->Notify(
                callback, code("pref"), 0, 0);
}

void plug(Device &device, bool isPresent) {
    std::lock_guard guard(watchesLock);
    for (Watch *watch : watches) {
        if (isPresent) {
            announce(watch, device);
            continue;
        }
        void *announced = watch->announced[device.number];
        watch->announced[device.number] = nullptr;
        if (!announced) continue;
        tableOf<IDeckLinkDeviceNotificationCallbackTable>(watch->callback)
            ->DeckLinkDeviceRemoved(watch->callback, announced);
        release(announced);
    }
}

extern "C" void *CreateDeckLinkIteratorInstance_0004() {
    if (fake_get(0, "no_kernel")) return nullptr;
    return new DeviceIterator(&iteratorTable, destroy<DeviceIterator>);
}
extern "C" void *CreateDeckLinkAPIInformationInstance_0001() {
    return new Object(&informationTable, destroy<Object>);
}
extern "C" void *CreateDeckLinkDiscoveryInstance_0003() {
    return new Watch(&discoveryTable, destroy<Watch>);
}
extern "C" void *CreateVideoFrameAncillaryPacketsInstance_0001() { return makePackets(); }
