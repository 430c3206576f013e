"""Reads a descriptor set into what the Swift writer needs. Refuses what is not documented."""
import re

from google.protobuf import descriptor_pb2

Field = descriptor_pb2.FieldDescriptorProto
SCALARS = {
    Field.TYPE_DOUBLE: "Double", Field.TYPE_INT64: "Int64", Field.TYPE_UINT64: "UInt64",
    Field.TYPE_FIXED64: "UInt64", Field.TYPE_UINT32: "UInt32", Field.TYPE_INT32: "Int32",
    Field.TYPE_BOOL: "Bool", Field.TYPE_STRING: "String",
}
OPTIONALS = {"OptionalDouble": "Double", "OptionalInt64": "Int64", "OptionalBool": "Bool"}
SWIFT_KEYWORDS = {
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "for", "func", "guard",
    "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "private",
    "protocol", "public", "repeat", "return", "self", "static", "struct", "subscript", "super",
    "switch", "throw", "throws", "true", "try", "var", "where", "while",
}


def lower_camel(snake: str) -> str:
    head, *tail = snake.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def upper_camel(snake: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in snake.split("_"))


def c_lower(camel: str) -> str:
    """protoc-c's own rule: an underscore before each capital that follows a lower-case letter."""
    out, was_upper = "", True
    for letter in camel:
        if letter.isupper() and not was_upper:
            out += "_"
        was_upper = letter.isupper()
        out += letter.lower()
    return out


def escaped(name: str) -> str:
    return f"`{name}`" if name in SWIFT_KEYWORDS else name


class Documented:
    def __init__(self, locations, path, what):
        comment = locations.get(tuple(path))
        text = ""
        if comment is not None:
            text = (comment.trailing_comments or comment.leading_comments).strip()
        text = " ".join(text.split())
        self.required = "@required" in text
        swift = re.search(r"@swift (\w+)", text)
        self.swift = swift.group(1) if swift else None
        self.doc = re.sub(r"@required\s*|@swift \w+\s*", "", text).strip()
        if not self.doc:
            raise SystemExit(f"{what} has no comment")


class FieldInfo(Documented):
    """One field: how Swift and C name it, and its kind: scalar, enum, message, optional."""

    def __init__(self, locations, path, field, owner):
        super().__init__(locations, path, f"{owner}.{field.name}")
        self.name = self.swift or lower_camel(field.name)
        self.c_name = field.name
        self.repeated = field.label == Field.LABEL_REPEATED
        self.in_oneof = field.HasField("oneof_index")
        self.oneof_index = field.oneof_index
        type_name = field.type_name.rsplit(".", 1)[-1]
        self.type_name = type_name
        self.is_identifier = field.type == Field.TYPE_FIXED64
        if field.type == Field.TYPE_ENUM:
            self.kind, self.swift_type = "enum", type_name
        elif field.type == Field.TYPE_MESSAGE:
            self.kind, self.swift_type = "message", type_name
            if type_name in OPTIONALS and not self.repeated:
                self.kind, self.swift_type = "optional", OPTIONALS[type_name]
        elif field.type in SCALARS:
            self.kind, self.swift_type = "scalar", SCALARS[field.type]
        else:
            raise SystemExit(f"{owner}.{field.name}: type {field.type} is not supported")

    @property
    def property_type(self) -> str:
        if self.repeated:
            return f"[{self.swift_type}]"
        if self.kind == "optional" or (self.kind == "message" and not self.required):
            return f"{self.swift_type}?"
        return self.swift_type

    def default(self, schema) -> str:
        if self.repeated:
            return "[]"
        if self.property_type.endswith("?"):
            return "nil"
        if self.kind == "message":
            return f"{self.swift_type}()"
        if self.kind == "enum":
            return f".{schema.enums[self.swift_type].values[0].swift_case}"
        return {"Bool": "false", "String": '""'}.get(self.swift_type, "0")


class OneofInfo:
    def __init__(self, name, fields):
        self.name = lower_camel(name)
        self.c_name = name
        self.type_name = upper_camel(name)
        self.fields = fields


class MessageInfo(Documented):
    def __init__(self, locations, path, message):
        super().__init__(locations, path, message.name)
        self.name = message.name
        self.c_type = f"Holdover__{message.name}"
        self.c_function = f"holdover__{c_lower(message.name)}"
        self.c_constant = f"HOLDOVER__{c_lower(message.name).upper()}"
        fields = [FieldInfo(locations, [*path, 2, index], field, message.name)
                  for index, field in enumerate(message.field)]
        self.fields = [field for field in fields if not field.in_oneof]
        self.oneofs = [
            OneofInfo(oneof.name, [f for f in fields if f.in_oneof and f.oneof_index == index])
            for index, oneof in enumerate(message.oneof_decl)]


class EnumValue(Documented):
    def __init__(self, locations, path, value, prefix):
        super().__init__(locations, path, value.name)
        if not value.name.startswith(prefix):
            raise SystemExit(f"{value.name} must start with {prefix}")
        self.text = value.name[len(prefix):].lower()
        self.swift_case = escaped(lower_camel(self.text))
        self.number = value.number


class EnumInfo(Documented):
    def __init__(self, locations, path, enum):
        super().__init__(locations, path, enum.name)
        self.name = enum.name
        self.c_type = f"Holdover__{enum.name}"
        prefix = c_lower(enum.name).upper() + "_"
        self.values = [EnumValue(locations, [*path, 2, index], value, prefix)
                       for index, value in enumerate(enum.value)]
        if self.values[0].number != 0:
            raise SystemExit(f"{enum.name} must begin with 0")


class Schema:
    def __init__(self, descriptor_bytes: bytes):
        files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_bytes)
        self.messages, self.enums = {}, {}
        for file in files.file:
            locations = {tuple(item.path): item for item in file.source_code_info.location}
            for index, enum in enumerate(file.enum_type):
                self.enums[enum.name] = EnumInfo(locations, [5, index], enum)
            for index, message in enumerate(file.message_type):
                self.messages[message.name] = MessageInfo(locations, [4, index], message)
        self.refuse_recursion()

    def types(self):
        return [*self.enums.values(), *self.messages.values()]

    def refuse_recursion(self) -> None:
        """Bounded nesting is what makes decoding foreign bytes safe without a depth count."""
        def walk(name, above):
            if name in above:
                raise SystemExit(f"{' > '.join([*above, name])}: recursive messages are refused")
            message = self.messages[name]
            for field in [*message.fields, *(f for o in message.oneofs for f in o.fields)]:
                if field.type_name in self.messages:
                    walk(field.type_name, [*above, name])
        for name in self.messages:
            walk(name, [])
