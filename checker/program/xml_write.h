/* Writing JUnit's XML into a string. */
#ifndef CHECKER_PROGRAM_XML_WRITE_H
#define CHECKER_PROGRAM_XML_WRITE_H

#include <glib.h>

/* name="value" after a blank; what is not UTF-8 is replaced. */
void xml_attribute(GString *out, const char *name, const char *value);
void xml_seconds(GString *out, double seconds); /* time="..." */
/* <name message="...">text</name>, indented as in a test case */
void xml_element(GString *out, const char *name, const char *message, const char *text);

#endif
