/* Scratch memory of one encode or decode: bump-allocated, bounded, freed at once. */
#ifndef HOLDOVER_CPROTO_ARENA_H
#define HOLDOVER_CPROTO_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

typedef struct cproto_arena cproto_arena;

/* An arena that gives out at most `limit` bytes; NULL without memory. */
cproto_arena *cproto_arena_create(size_t limit);
void cproto_arena_destroy(cproto_arena *arena);
/* 16-byte aligned, not cleared; NULL beyond the limit. */
void *cproto_arena_allocate(cproto_arena *arena, size_t byte_count);
/* For protobuf-c's unpack functions; its free does nothing. */
ProtobufCAllocator *cproto_arena_allocator(cproto_arena *arena);

#endif
