/* Generated protobuf-c code lands beside this file; it keeps the target buildable by itself. */
#include "cproto.h"
