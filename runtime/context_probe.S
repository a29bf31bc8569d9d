/* For context_test.c: what a callee must preserve, looked at from outside.
 *
 *   unsigned probe_registers(void (*fn)(void *), void *argument);
 *
 * fills every such register with a number of its own, calls fn, and returns one bit for each that
 * has changed.
 *
 *   void spoil_registers(void);
 *   void spoil_and_continue(const Gobuf *saved);
 *
 * break the contract: they fill them with other numbers; the one returns, the other continues what
 * was saved. */
        .text
#if defined(__x86_64__)
        .globl  probe_registers
        .type   probe_registers, @function
probe_registers:
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        subq    $24, %rsp
        stmxcsr 0(%rsp)
        fnstcw  4(%rsp)
        movl    $0x7f80, 8(%rsp)        /* round towards zero */
        movl    $0x0f7f, 12(%rsp)
        ldmxcsr 8(%rsp)
        fldcw   12(%rsp)
        movq    %rdi, %rax
        movq    %rsi, %rdi
        movq    $0x1111111111, %rbx
        movq    $0x2222222222, %rbp
        movq    $0x3333333333, %r12
        movq    $0x4444444444, %r13
        movq    $0x5555555555, %r14
        movq    $0x6666666666, %r15
        call    *%rax
        xorl    %eax, %eax
.macro expect reg, value, bit
        movq    $\value, %rcx
        cmpq    %rcx, \reg
        je      1f
        orl     $\bit, %eax
1:
.endm
        expect  %rbx, 0x1111111111, 1
        expect  %rbp, 0x2222222222, 2
        expect  %r12, 0x3333333333, 4
        expect  %r13, 0x4444444444, 8
        expect  %r14, 0x5555555555, 16
        expect  %r15, 0x6666666666, 32
        stmxcsr 8(%rsp)
        andl    $0xffffffc0, 8(%rsp)    /* exception flags are not preserved */
        cmpl    $0x7f80, 8(%rsp)
        je      2f
        orl     $64, %eax
2:      fnstcw  12(%rsp)
        cmpw    $0x0f7f, 12(%rsp)
        je      3f
        orl     $128, %eax
3:      ldmxcsr 0(%rsp)
        fldcw   4(%rsp)
        addq    $24, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
        .size   probe_registers, . - probe_registers

        .globl  spoil_and_continue
        .type   spoil_and_continue, @function
spoil_and_continue:
        call    spoil_registers
        jmp     gocontinue
        .size   spoil_and_continue, . - spoil_and_continue

        .globl  spoil_registers
        .type   spoil_registers, @function
spoil_registers:
        movq    $-1, %rbx
        movq    $-1, %r12
        movq    $-1, %r13
        movq    $-1, %r14
        movq    $-1, %r15
        ret
        .size   spoil_registers, . - spoil_registers
#elif defined(__aarch64__)
        .globl  probe_registers
        .type   probe_registers, %function
probe_registers:
        stp     x29, x30, [sp, #-176]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mrs     x9, fpcr
        str     x9, [sp, #160]
        mov     x9, #0xc00000           /* round towards zero */
        msr     fpcr, x9
        mov     x9, x0
        mov     x0, x1
        .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
        mov     x\n, #0x1000 + \n
        .endr
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        mov     x10, #0x2000 + \n
        fmov    d\n, x10
        .endr
        blr     x9
        mov     w0, #0
        .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
        mov     x9, #0x1000 + \n
        cmp     x\n, x9
        b.eq    1f
        orr     w0, w0, #1 << (\n - 19)
1:
        .endr
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        mov     x9, #0x2000 + \n
        fmov    x10, d\n
        cmp     x10, x9
        b.eq    1f
        orr     w0, w0, #1 << (\n + 4)
1:
        .endr
        mrs     x9, fpcr
        mov     x10, #0xc00000
        cmp     x9, x10
        b.eq    1f
        orr     w0, w0, #1 << 20
1:      ldr     x9, [sp, #160]
        msr     fpcr, x9
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     x29, x30, [sp], #176
        ret
        .size   probe_registers, . - probe_registers

        .globl  spoil_and_continue
        .type   spoil_and_continue, %function
spoil_and_continue:
        bl      spoil_registers
        b       gocontinue
        .size   spoil_and_continue, . - spoil_and_continue

        .globl  spoil_registers
        .type   spoil_registers, %function
spoil_registers:
        .irp    n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28
        mov     x\n, #-1
        .endr
        .irp    n, 8, 9, 10, 11, 12, 13, 14, 15
        fmov    d\n, xzr
        .endr
        ret
        .size   spoil_registers, . - spoil_registers
#endif
        .section .note.GNU-stack, "", %progbits
