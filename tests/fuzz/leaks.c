/* libfyaml forgets a buffer when a quoted scalar that it had to fold is never closed.  The leak is
 * its own, and this program's processes read a few files each. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml.so";
}
