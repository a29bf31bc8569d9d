/* A YAML file as a tree that remembers where everything stood.
 *
 * YAML less its surprises: no anchors, aliases, tags, several documents, repeated keys, or keys
 * that are not words.  Whatever the bytes are, reading them gives a tree or diagnostics.
 */
#ifndef CHECKER_SCENARIO_DOCUMENT_H
#define CHECKER_SCENARIO_DOCUMENT_H

#include "checker/scenario/diagnostic.h"
#include "checker/scenario/storage.h"

enum { DOCUMENT_MAX_BYTES = 1 << 20, DOCUMENT_MAX_DEPTH = 32 };

typedef enum NodeKind { NODE_TEXT, NODE_LIST, NODE_MAP } NodeKind;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    Span at;
    const char *text; /* NODE_TEXT: what it says; "" where a value is missing */
    bool quoted;      /* NODE_TEXT: in quotes or a block, so never a number or a flag */
    uint32_t count;   /* of keys and values */
    Node **keys;      /* NODE_MAP: all NODE_TEXT, all different */
    Node **values;    /* NODE_MAP, NODE_LIST */
};

typedef struct Document {
    char *path, *source;
    size_t length; /* of source, in bytes */
    size_t most;   /* how long it may be */
    Diagnostics *diagnostics;
    Storage *storage; /* holds the nodes */
    Node *root;       /* NULL if there is nothing to look at: then diagnostics say why */
} Document;

/* Read a file.  Always gives a document; one that cannot be read has a diagnostic and no root. */
Document *document_read(const char *path);
/* The same with another limit than DOCUMENT_MAX_BYTES. */
Document *document_read_up_to(const char *path, size_t most_bytes);
/* The same for text in memory, which is copied. */
Document *document_parse(const char *path, const char *text, size_t length);
void document_free(Document *document); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

/* Does the file begin with this text?  No more of it is read, for it may have no end. */
bool document_begins_with(const char *path, const char *text);

/* The value of a key in a map, or NULL. */
Node *node_get(const Node *map, const char *key);

/* What a node is, for messages: "a list", "a map", "text". */
const char *node_kind_text(const Node *node);

/* The line of a place in the source, from 1. */
uint32_t document_line(const Document *document, Span at);

/* The place in the source of byte `offset` of a text node's text: exact but for escapes. */
Span node_place(const Document *document, const Node *node, uint32_t offset, uint32_t length);

#endif
