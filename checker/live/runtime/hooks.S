/* The entries that the program calls.  Each saves the registers that a call preserves in a Frame
 * (thread.h), says where that lies, and calls the C function that does the work: the arguments are still
 * where the caller has put them, and the result is passed through. */
    .text

    /* With it a debugger finds the way from our functions back into the program. */
    .macro SAVED register
    pushq %\register
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset \register, 0
    .endm

    .macro RESTORED register
    popq %\register
    .cfi_adjust_cfa_offset -8
    .cfi_restore \register
    .endm

    .macro SAVE
    .irp register, rbp, rbx, r12, r13, r14, r15
    SAVED \register
    .endr
    pushq $0
    .cfi_adjust_cfa_offset 8
    movq %rsp, hook_frame(%rip)
    .endm

    .macro RESTORE
    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    .irp register, r15, r14, r13, r12, rbx, rbp
    RESTORED \register
    .endr
    /* After a switch the processor knows of other calls than this one: an indirect jump is
     * predicted better then. */
    cmpb $0, fiber_has_landed(%rip)
    jne 1f
    ret
1:
    movb $0, fiber_has_landed(%rip)
    cmpb $0, hook_scrubs(%rip)
    je 2f
    SAVED rax
    SAVED rdx
    subq $8, %rsp
    .cfi_adjust_cfa_offset 8
    call hook_scrub
    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    RESTORED rdx
    RESTORED rax
2:
    popq %rcx
    .cfi_adjust_cfa_offset -8
    .cfi_register %rip, %rcx
    jmpq *%rcx
    .endm

    .macro HOOK entry, function
    .globl \entry
    .type \entry, @function
\entry:
    .cfi_startproc
    SAVE
    call \function
    RESTORE
    .cfi_endproc
    .size \entry, . - \entry
    .endm

    /* Plain accesses are steps only when asked for. */
    .macro PLAIN entry, function
    .globl \entry
    .type \entry, @function
\entry:
    .cfi_startproc
    cmpb $0, plain_hooks_step(%rip)
    je \function
    SAVE
    call \function\()_step
    RESTORE
    .cfi_endproc
    .size \entry, . - \entry
    .endm

    .irp size, 8, 16, 32, 64, 128
    .irp name, load, store, exchange, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_nand, compare_exchange_strong, compare_exchange_weak, compare_exchange_val
    HOOK __tsan_atomic\size\()_\name, atomic\size\()_\name
    .endr
    .endr
    HOOK __tsan_atomic_thread_fence, atomic_fence
    HOOK __tsan_atomic_signal_fence, atomic_compiler_fence

    .irp size, 1, 2, 4, 8, 16
    PLAIN __tsan_read\size, plain_read\size
    PLAIN __tsan_write\size, plain_write\size
    PLAIN __tsan_unaligned_read\size, plain_read\size
    PLAIN __tsan_unaligned_write\size, plain_write\size
    HOOK __tsan_volatile_read\size, volatile_read\size
    HOOK __tsan_volatile_write\size, volatile_write\size
    HOOK __tsan_unaligned_volatile_read\size, volatile_read\size
    HOOK __tsan_unaligned_volatile_write\size, volatile_write\size
    PLAIN __tsan_read_write\size, plain_update\size
    PLAIN __tsan_unaligned_read_write\size, plain_update\size
    .endr
    PLAIN __tsan_read_range, plain_read_range
    PLAIN __tsan_write_range, plain_write_range
    PLAIN __tsan_vptr_read, plain_read8
    PLAIN __tsan_vptr_update, plain_vptr_update

    .irp name, __tsan_init, __tsan_func_entry, __tsan_func_exit
    .globl \name
    .type \name, @function
\name:
    ret
    .size \name, . - \name
    .endr

#define WRAP(name, function) HOOK live_##name, function ;
#define MARK(name)
#define ALLOW(name)
#include "checker/live/runtime/functions.def"

    /* A function of libc that may read or write memory without announcing it: a loop that calls it is
     * not known to be without effect. */
    .macro MARKED name
    .globl live_\name
    .type live_\name, @function
live_\name:
    movb $1, opaque_call(%rip)
    jmp \name
    .size live_\name, . - live_\name
    .endm
#define WRAP(name, function)
#define MARK(name) MARKED name ;
#define ALLOW(name)
#include "checker/live/runtime/functions.def"

    /* Where a fresh fiber begins: nothing of whoever switched here is left in what is saved next. */
    .globl stack_entry
    .type stack_entry, @function
stack_entry:
    popq %rax
    xorl %ebp, %ebp
    xorl %ebx, %ebx
    xorl %r12d, %r12d
    xorl %r13d, %r13d
    xorl %r14d, %r14d
    xorl %r15d, %r15d
    jmpq *%rax
    .size stack_entry, . - stack_entry

    .section .note.GNU-stack, "", @progbits
