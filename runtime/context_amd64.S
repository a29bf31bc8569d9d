/* Context switch, x86-64 System V: rbx, rbp, r12 to r15, mxcsr and the x87 control word survive a
 * call.  context.h has the contract, and the offsets in a Gobuf. */
#if defined(__x86_64__)
        .text

/* The return address is on top of the stack; after the return sp is one word above it. */
.macro save_context buf
        movq    (%rsp), %rax
        leaq    8(%rsp), %r8
        movq    %r8, 0(\buf)
        movq    %rax, 8(\buf)
        movq    %rbp, 16(\buf)
        movq    %rbx, 24(\buf)
        movq    %r12, 32(\buf)
        movq    %r13, 40(\buf)
        movq    %r14, 48(\buf)
        movq    %r15, 56(\buf)
        stmxcsr 64(\buf)
        fnstcw  68(\buf)
.endm

        .globl  gosave
        .type   gosave, @function
gosave:
        .cfi_startproc
        save_context %rdi
        ret
        .cfi_endproc
        .size   gosave, . - gosave

        .globl  gosave_call
        .type   gosave_call, @function
gosave_call:
        .cfi_startproc
        save_context %rdi
        movq    %rsi, %rsp
        xorl    %ebp, %ebp
        .cfi_undefined rip
        movq    %rcx, %rdi
        call    *%rdx
        ud2
        .cfi_endproc
        .size   gosave_call, . - gosave_call

        /* An indirect jump: a return to another place than the call's would be mispredicted. */
        .globl  gocontinue
        .type   gocontinue, @function
gocontinue:
        .cfi_startproc
        .cfi_undefined rip
        ldmxcsr 64(%rdi)
        fldcw   68(%rdi)
        movq    16(%rdi), %rbp
        movq    24(%rdi), %rbx
        movq    32(%rdi), %r12
        movq    40(%rdi), %r13
        movq    48(%rdi), %r14
        movq    56(%rdi), %r15
        movq    0(%rdi), %rsp
        jmp     *8(%rdi)
        .cfi_endproc
        .size   gocontinue, . - gocontinue

        /* Begin as if called: a return address of 0 lies on the stack and ends every backtrace. */
        .globl  goprepare
        .type   goprepare, @function
goprepare:
        .cfi_startproc
        leaq    -8(%rsi), %rax
        movq    $0, (%rax)
        movq    %rax, 0(%rdi)
        movq    %rdx, 8(%rdi)
        xorl    %eax, %eax
        movq    %rax, 16(%rdi)
        movq    %rax, 24(%rdi)
        movq    %rax, 32(%rdi)
        movq    %rax, 40(%rdi)
        movq    %rax, 48(%rdi)
        movq    %rax, 56(%rdi)
        movl    $0x1f80, 64(%rdi)
        movl    $0x037f, 68(%rdi)
        ret
        .cfi_endproc
        .size   goprepare, . - goprepare
#endif
        .section .note.GNU-stack, "", %progbits
