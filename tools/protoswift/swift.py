"""Writes one Swift file for one message or enum."""
from .schema import EnumInfo, escaped

HEADER = "// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.\n"


def swift_file(schema, item) -> str:
    lines = enum_lines(item) if isinstance(item, EnumInfo) else message_lines(schema, item)
    text = HEADER + "\n".join(lines) + "\n"
    for line in text.splitlines():
        if len(line) > 100:
            raise SystemExit(f"{item.name}: line over 100 columns: {line}")
    return text


def enum_lines(enum):
    out = ["internal import CProto", ""]
    out += doc(enum.doc)
    out += [f"public enum {enum.name}: WireEnum {{"]
    for value in enum.values:
        out += doc(value.doc, 4) + [f"    case {value.swift_case}"]
    out += doc("A value this build does not know; kept as it came.", 4)
    out += ["    case unrecognised(Int32)", ""]
    out += doc("All values this build knows.", 4)
    out += [f"    public static let allCases: [{enum.name}] = ["]
    out += [f"        .{value.swift_case}," for value in enum.values]
    out += ["    ]", ""]
    out += doc("The value for a number on the wire.", 4)
    out += ["    public init(rawValue: Int32) {", "        switch rawValue {"]
    out += [f"        case {value.number}: self = .{value.swift_case}" for value in enum.values]
    out += ["        default: self = .unrecognised(rawValue)", "        }", "    }", ""]
    out += doc("The number on the wire.", 4)
    out += ["    public var rawValue: Int32 {", "        switch self {"]
    out += [f"        case .{value.swift_case}: {value.number}" for value in enum.values]
    out += ["        case .unrecognised(let number): number", "        }", "    }", ""]
    out += doc("The name in JSON and logs.", 4)
    out += ["    public var name: String {", "        switch self {"]
    out += [f'        case .{value.swift_case}: "{value.text}"' for value in enum.values]
    out += ['        case .unrecognised(let number): "\\(number)"', "        }", "    }", ""]
    out += [f"    init(raising raw: {enum.c_type}) {{",
            "        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))", "    }", ""]
    out += [f"    var lowered: {enum.c_type} {{",
            f"        {enum.c_type}(rawValue: UInt32(bitPattern: rawValue))", "    }", "}"]
    return out


def message_lines(schema, message):
    out = ["internal import CProto", ""]
    out += doc(message.doc)
    out += [f"public struct {message.name}: Sendable, Hashable {{"]
    for oneof in message.oneofs:
        out += oneof_enum(oneof)
    for field in message.fields:
        out += doc(field.doc, 4)
        out += [f"    public var {escaped(field.name)}: {field.property_type}"
                f" = {field.default(schema)}"]
    for oneof in message.oneofs:
        out += doc(f"Which of them; nil: none, or one this build does not know.", 4)
        out += [f"    public var {oneof.name}: {oneof.type_name}? = nil"]
    if message.fields or message.oneofs:
        out += [""]
    out += initialiser(schema, message)
    out += ["}", "", f"extension {message.name}: WireMessage {{"]
    out += ["    /// The message's name in the schema.",
            f'    public static var wireName: String {{ "{message.name}" }}', ""]
    out += [f"    typealias Raw = {message.c_type}", ""]
    out += wire_functions(message) + [""]
    out += lowering(message) + [""]
    out += raising(message) + [""]
    out += json(message) + ["}"]
    return out


def doc(text, indent=0):
    """Wraps a comment to doc-comment lines."""
    pad, lines, line = " " * indent + "/// ", [], ""
    for word in text.split():
        if line and len(pad) + len(line) + 1 + len(word) > 100:
            lines.append(pad + line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [pad + line]


def oneof_enum(oneof):
    out = doc(f"The alternatives of `{oneof.name}`.", 4)
    out += [f"    public enum {oneof.type_name}: Sendable, Hashable {{"]
    for field in oneof.fields:
        out += doc(field.doc, 8) + [f"        case {escaped(field.name)}({field.swift_type})"]
    out += ["", "        /// The alternative's name in the schema.",
            "        public var name: String {", "            switch self {"]
    out += [f'            case .{escaped(field.name)}: "{field.c_name}"' for field in oneof.fields]
    out += ["            }", "        }", ""]
    out += ["        /// The names of all alternatives.",
            "        public static let names: [String] = ["]
    out += [f'            "{field.c_name}",' for field in oneof.fields]
    out += ["        ]", "    }", ""]
    return out


def initialiser(schema, message):
    if not message.fields and not message.oneofs:
        return ["    /// Makes one.", "    public init() {}"]
    parameters = [f"{field.name}: {field.property_type} = {field.default(schema)}"
                  for field in message.fields]
    parameters += [f"{oneof.name}: {oneof.type_name}? = nil" for oneof in message.oneofs]
    out = ["    /// Makes one with every field at its default.", "    public init() {}", "",
           "    /// Makes one; whatever is not given has its default.", "    public init("]
    out += [f"        {parameter}," for parameter in parameters[:-1]]
    out += [f"        {parameters[-1]}", "    ) {"]
    for item in [*message.fields, *message.oneofs]:
        out += [f"        self.{item.name} = {escaped(item.name)}"]
    return out + ["    }"]


def wire_functions(message):
    name = message.c_function
    return [
        "    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.",
        "    public func encoded(limit: Int) throws(WireError) -> [UInt8] {",
        "        let arena = WireArena()",
        "        defer { arena.destroy() }",
        "        let raw = try lower(into: arena)",
        f"        let size = {name}__get_packed_size(raw)",
        "        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }",
        "        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in",
        f"            count = {name}__pack(raw, buffer.baseAddress)",
        "        }",
        "    }", "",
        "    /// Reads the bytes of one message. Throws when they are none.",
        "    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {",
        "        let arena = WireArena()",
        "        defer { arena.destroy() }",
        "        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress",
        f"        let unpacked = {name}__unpack(",
        "            arena.allocator, bytes.count, start)",
        "        guard let raw = unpacked else { throw .malformed(Self.wireName) }",
        "        try self.init(raising: raw)",
        "    }",
    ]


def lowering(message):
    out = [
        f"    func lower(into arena: WireArena) throws(WireError)",
        f"        -> UnsafeMutablePointer<Raw>",
        "    {",
        f"        let raw = arena.allocate(Raw.self)",
        f"        {message.c_function}__init(raw)",
    ]
    for field in message.fields:
        out += lower_field(field)
    for oneof in message.oneofs:
        out += [f"        try lower{oneof.type_name}(into: raw, arena)"]
    out += ["        return raw", "    }"]
    for oneof in message.oneofs:
        out += [""] + lower_oneof(message, oneof)
    return out


def lower_field(field):
    name, c_name = field.name, f"raw.pointee.{field.c_name}"
    if field.repeated:
        value = {"message": "try item.lower(into: arena)", "enum": "item.lowered"}.get(field.kind)
        if field.swift_type == "String":
            value = "try arena.text(item)"
        store = "arena.pointers" if field.kind == "message" or field.swift_type == "String" \
            else "arena.values"
        return [f"        raw.pointee.n_{field.c_name} = self.{name}.count",
                f"        {c_name} = try {store}(self.{name}) {{",
                f"            item throws(WireError) in {value or 'item'}", "        }"]
    if field.kind == "optional":
        return [f"        if let value = self.{name} {{",
                f"            {c_name} = try {field.type_name}(value: value).lower(into: arena)",
                "        }"]
    if field.kind == "message":
        if field.required:
            return [f"        {c_name} = try self.{name}.lower(into: arena)"]
        return [f"        {c_name} = try self.{name}?.lower(into: arena)"]
    return [f"        {c_name} = {lowered_value(field, 'self.' + name)}"]


def lowered_value(field, value):
    if field.kind == "message":
        return f"try {value}.lower(into: arena)"
    if field.kind == "enum":
        return f"{value}.lowered"
    if field.swift_type == "Bool":
        return f"{value} ? 1 : 0"
    if field.swift_type == "String":
        return f"try arena.text({value})"
    return value


def lower_oneof(message, oneof):
    out = [f"    private func lower{oneof.type_name}(",
           f"        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena",
           "    ) throws(WireError) {", f"        switch {oneof.name} {{"]
    for field in oneof.fields:
        constant = f"{message.c_constant}__{oneof.c_name.upper()}_{field.c_name.upper()}"
        out += [f"        case .{escaped(field.name)}(let value):",
                f"            raw.pointee.{field.c_name} = {lowered_value(field, 'value')}",
                f"            raw.pointee.{oneof.c_name}_case = {constant}"]
    return out + ["        case nil: break", "        }", "    }"]


def raising(message):
    out = [f"    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {{",
           "        self.init()"]
    for field in message.fields:
        out += raise_field(field)
    for oneof in message.oneofs:
        out += [f"        {oneof.name} = try Self.raise{oneof.type_name}(raw)"]
    out += ["    }"]
    for oneof in message.oneofs:
        out += [""] + raise_oneof(message, oneof)
    return out


def raise_field(field):
    name, c_name = escaped(field.name), f"raw.pointee.{field.c_name}"
    if field.repeated:
        value = raised_value(field, "item")
        return [f"        {name} = try wireArray({c_name}, raw.pointee.n_{field.c_name}) {{",
                f"            item throws(WireError) in {value}", "        }"]
    if field.kind == "optional":
        return [f"        {name} = {c_name}?.pointee.value"
                + (" != 0" if field.swift_type == "Bool" else "")]
    if field.kind == "message":
        return [f"        if let value = {c_name} {{",
                f"            self.{field.name} = try {field.swift_type}(raising: value)", "        }"]
    return [f"        {name} = {raised_value(field, c_name)}"]


def raised_value(field, value):
    if field.kind == "message":
        return f"try {field.swift_type}(raising: wirePointer({value}))"
    if field.kind == "enum":
        return f"{field.swift_type}(raising: {value})"
    if field.swift_type == "Bool":
        return f"{value} != 0"
    if field.swift_type == "String":
        return f"try wireText({value})"
    return value


def raise_oneof(message, oneof):
    out = [f"    private static func raise{oneof.type_name}(",
           f"        _ raw: UnsafeMutablePointer<Raw>",
           f"    ) throws(WireError) -> {oneof.type_name}? {{",
           f"        switch raw.pointee.{oneof.c_name}_case {{"]
    for field in oneof.fields:
        constant = f"{message.c_constant}__{oneof.c_name.upper()}_{field.c_name.upper()}"
        value = raised_value(field, "raw.pointee." + field.c_name)
        mark = "try " if value.startswith("try ") else ""
        line = f"            {mark}.{field.name}({value.removeprefix('try ')})"
        if len(line) > 100:
            line = f"            {mark}.{field.name}(\n                {value.removeprefix('try ')})"
        if max(map(len, line.split("\n"))) > 100:
            line = line.replace("(raising:", "(\n                    raising:")
        out += [f"        case {constant}:", line]
    return out + ["        default: nil", "        }", "    }"]


def json(message):
    out = ["    /// Writes the message as a JSON object.",
           "    public func writeJSON(to json: inout JSONText) {", "        json.beginObject()"]
    for field in message.fields:
        key = f'"{field.name}"'
        if field.repeated:
            out += [f"        json.array({key}, self.{field.name}) {{ json, item in",
                    f"            {json_value(field, 'item')}", "        }"]
        elif field.property_type.endswith("?"):
            out += [f"        if let value = self.{field.name} {{",
                    f"            json.key({key})",
                    f"            {json_value(field, 'value')}", "        }"]
        else:
            out += [f"        json.key({key})",
                    f"        {json_value(field, 'self.' + field.name)}"]
    for oneof in message.oneofs:
        out += [f"        switch {oneof.name} {{"]
        for field in oneof.fields:
            out += [f"        case .{escaped(field.name)}(let value):",
                    f'            json.key("{field.name}")',
                    f"            {json_value(field, 'value')}"]
        out += ["        case nil: break", "        }"]
    return out + ["        json.endObject()", "    }"]


def json_value(field, value):
    if field.kind == "message":
        return f"{value}.writeJSON(to: &json)"
    if field.kind == "enum":
        return f"json.value({value}.name)"
    if field.is_identifier:
        return f"json.value(String({value}))"
    return f"json.value({value})"
