#include "checker/live/compiled.h"

#include <elf.h>
#include <glib.h>
#include <string.h>

/* What checker-cc links in has its code in a section of this name. */
static const char section_name[] = "live_text";

typedef struct Image {
    const char *bytes;
    size_t size;
} Image;

/* So many bytes of the file, or NULL: it has no such place. */
static const void *at(const Image *image, uint64_t offset, uint64_t size)
{
    bool fits = offset <= image->size && size <= image->size - offset;
    return fits ? image->bytes + offset : NULL;
}

/* The headers of all sections; NULL if it is not a program, or one that was cut off. */
static const Elf64_Shdr *sections(const Image *image, const Elf64_Ehdr *header)
{
    if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return NULL;
    bool as_usual =
        header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_shentsize == sizeof(Elf64_Shdr) &&
        header->e_shstrndx < header->e_shnum && header->e_shoff % _Alignof(Elf64_Shdr) == 0;
    if (!as_usual) return NULL;
    return at(image, header->e_shoff, header->e_shnum * sizeof(Elf64_Shdr));
}

static bool has_section(const Image *image)
{
    const Elf64_Ehdr *header = at(image, 0, sizeof *header);
    const Elf64_Shdr *all = sections(image, header);
    if (!all) return false;
    const Elf64_Shdr *names = &all[header->e_shstrndx];
    for (uint32_t i = 0; i < header->e_shnum; i++) {
        uint64_t offset = names->sh_offset + all[i].sh_name;
        const char *name = at(image, offset, sizeof section_name);
        if (name && memcmp(name, section_name, sizeof section_name) == 0) return true;
    }
    return false;
}

bool live_is_compiled(const char *program)
{
    g_autofree char *path = g_find_program_in_path(program);
    g_autoptr(GMappedFile) file = g_mapped_file_new(path ? path : program, FALSE, NULL);
    if (!file) return false;
    Image image = {g_mapped_file_get_contents(file), g_mapped_file_get_length(file)};
    return image.bytes && has_section(&image);
}
