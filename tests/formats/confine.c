/* Preloaded into checker: from here on it can read files and print, and whatever writes another
 * file, runs a program, loads code or opens a connection ends it at once.  By seccomp, so nothing
 * gets round it, and its child processes are held to it as well. */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)
#define MOST 128

static struct sock_filter filter[MOST];
static unsigned short length;

static void add(struct sock_filter instruction)
{
    if (length == MOST) abort();
    filter[length++] = instruction;
}

static void forbid(uint32_t call)
{
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
}

/* Forbid the call if one of these bits is set in that argument. */
static void forbid_with(uint32_t call, uint32_t argument, uint32_t bits)
{
    uint32_t offset = (uint32_t)(offsetof(struct seccomp_data, args) + 8 * argument);
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static void forbid_all(void)
{
    static const uint32_t calls[] = {
        SYS_execve,   SYS_execveat,  SYS_socket,   SYS_socketpair, SYS_connect,
        SYS_bind,     SYS_unlinkat,  SYS_renameat, SYS_renameat2,  SYS_mkdirat,
        SYS_linkat,   SYS_symlinkat, SYS_mknodat,  SYS_fchmodat,   SYS_fchownat,
        SYS_truncate, SYS_openat2,   SYS_mount,    SYS_ptrace,
#ifdef SYS_open
        SYS_creat,    SYS_unlink,    SYS_rename,   SYS_mkdir,      SYS_rmdir,
        SYS_link,     SYS_symlink,   SYS_mknod,    SYS_chmod,      SYS_chown,
#endif
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        forbid(calls[i]);
    forbid_with(SYS_openat, 2, WRITES);
#ifdef SYS_open
    forbid_with(SYS_open, 1, WRITES);
#endif
    forbid_with(SYS_mmap, 2, PROT_EXEC);
    forbid_with(SYS_mprotect, 2, PROT_EXEC);
}

__attribute__((constructor)) static void confine(void)
{
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    forbid_all();
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {length, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0)
        return;
    fputs("confine: the kernel has no seccomp\n", stderr);
    _Exit(77);
}
