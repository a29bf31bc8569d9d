/* libfyaml forgets a buffer when a quoted scalar that it had to fold is never closed.  The leak is
 * its own, and this program's processes read a few files each.  The archive has names for its
 * functions. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so\nleak:fy_atom_iter_grow_chunk";
}
