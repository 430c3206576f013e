#include "arena.h"

#include <stdlib.h>

enum { first_chunk = 4096 };

typedef struct chunk {
    struct chunk *next;
    size_t used;
    size_t size;
    _Alignas(16) unsigned char bytes[];
} chunk;

struct cproto_arena {
    ProtobufCAllocator allocator;
    chunk *newest;
    size_t given;
    size_t limit;
};

static void *arena_alloc(void *data, size_t byte_count) {
    return cproto_arena_allocate(data, byte_count);
}

static void arena_free(void *data, void *pointer) {
    (void)data;
    (void)pointer;
}

cproto_arena *cproto_arena_create(size_t limit) {
    cproto_arena *arena = calloc(1, sizeof *arena);
    if (!arena) return NULL;
    arena->allocator.alloc = arena_alloc;
    arena->allocator.free = arena_free;
    arena->allocator.allocator_data = arena;
    arena->limit = limit;
    return arena;
}

void cproto_arena_destroy(cproto_arena *arena) {
    for (chunk *each = arena->newest; each;) {
        chunk *next = each->next;
        free(each);
        each = next;
    }
    free(arena);
}

void *cproto_arena_allocate(cproto_arena *arena, size_t byte_count) {
    if (byte_count > arena->limit) return NULL;
    byte_count = (byte_count + 15) & ~(size_t)15;
    if (arena->given + byte_count > arena->limit) return NULL;
    chunk *newest = arena->newest;
    if (!newest || newest->size - newest->used < byte_count) {
        size_t size = newest ? newest->size * 2 : first_chunk;
        while (size < byte_count) size *= 2;
        chunk *fresh = malloc(sizeof *fresh + size);
        if (!fresh) return NULL;
        fresh->next = newest;
        fresh->used = 0;
        fresh->size = size;
        arena->newest = newest = fresh;
    }
    void *pointer = newest->bytes + newest->used;
    newest->used += byte_count;
    arena->given += byte_count;
    return pointer;
}

ProtobufCAllocator *cproto_arena_allocator(cproto_arena *arena) { return &arena->allocator; }
