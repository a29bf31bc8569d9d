/* Settings by name, as the command line has them. */
#include "runtime/settings.h"

#include "runtime/test.h"

START_TEST(a_setting_is_changed_by_name)
{
    Settings s = settings_default();
    ck_assert_uint_eq(s.STACK_SCAN, SCAN_BY_SCANG);
    ck_assert(settings_parse(&s, "stack-scan=stopg"));
    ck_assert_uint_eq(s.STACK_SCAN, SCAN_BY_STOPG);
    ck_assert(settings_parse(&s, "worker-attach=before-park"));
    ck_assert_uint_eq(s.WORKER_ATTACH, BEFORE_PARK);
}
END_TEST

START_TEST(what_does_not_exist_is_refused)
{
    Settings s = settings_default(), before = s;
    ck_assert(!settings_parse(&s, "stack-scan=stop"));
    ck_assert(!settings_parse(&s, "stack=stopg"));
    ck_assert(!settings_parse(&s, "stack-scan"));
    ck_assert_mem_eq(&s, &before, sizeof s);
}
END_TEST

START_TEST(all_settings_can_be_shown)
{
    Settings s = settings_default();
    const char *name, *value;
    char text[128];
    unsigned n = 0;
    while (settings_show(&s, n, &name, &value)) {
        snprintf(text, sizeof text, "%s=%s", name, value);
        ck_assert(settings_parse(&s, text));
        n++;
    }
    ck_assert_uint_eq(n, sizeof s);
}
END_TEST

RUN_TESTS("settings", ONCE(a_setting_is_changed_by_name), ONCE(what_does_not_exist_is_refused),
          ONCE(all_settings_can_be_shown))
