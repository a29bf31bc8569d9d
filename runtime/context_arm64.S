/* Context switch, AArch64 AAPCS: x19 to x29, the low halves of v8 to v15, and fpcr survive a call.
 * context.h has the contract, and the offsets in a Gobuf. */
#if defined(__aarch64__)
        .text

/* The return address is in x30. */
.macro save_context buf
        mov     x9, sp
        stp     x9, x30, [\buf]
        stp     x29, x19, [\buf, #16]
        stp     x20, x21, [\buf, #32]
        stp     x22, x23, [\buf, #48]
        stp     x24, x25, [\buf, #64]
        stp     x26, x27, [\buf, #80]
        str     x28, [\buf, #96]
        stp     d8, d9, [\buf, #104]
        stp     d10, d11, [\buf, #120]
        stp     d12, d13, [\buf, #136]
        stp     d14, d15, [\buf, #152]
        mrs     x9, fpcr
        str     x9, [\buf, #168]
.endm

        .globl  gosave
        .type   gosave, %function
gosave:
        .cfi_startproc
        save_context x0
        ret
        .cfi_endproc
        .size   gosave, . - gosave

        .globl  gosave_call
        .type   gosave_call, %function
gosave_call:
        .cfi_startproc
        save_context x0
        mov     sp, x1
        mov     x29, xzr
        .cfi_undefined x30
        mov     x0, x3
        blr     x2
        brk     #0
        .cfi_endproc
        .size   gosave_call, . - gosave_call

        .globl  gocontinue
        .type   gocontinue, %function
gocontinue:
        .cfi_startproc
        .cfi_undefined x30
        ldr     x9, [x0, #168]
        msr     fpcr, x9
        ldp     d8, d9, [x0, #104]
        ldp     d10, d11, [x0, #120]
        ldp     d12, d13, [x0, #136]
        ldp     d14, d15, [x0, #152]
        ldp     x29, x19, [x0, #16]
        ldp     x20, x21, [x0, #32]
        ldp     x22, x23, [x0, #48]
        ldp     x24, x25, [x0, #64]
        ldp     x26, x27, [x0, #80]
        ldr     x28, [x0, #96]
        ldp     x9, x16, [x0]
        mov     sp, x9
        mov     x30, xzr
        br      x16
        .cfi_endproc
        .size   gocontinue, . - gocontinue

        .globl  goprepare
        .type   goprepare, %function
goprepare:
        .cfi_startproc
        stp     x1, x2, [x0]
        stp     xzr, xzr, [x0, #16]
        stp     xzr, xzr, [x0, #32]
        stp     xzr, xzr, [x0, #48]
        stp     xzr, xzr, [x0, #64]
        stp     xzr, xzr, [x0, #80]
        stp     xzr, xzr, [x0, #96]
        stp     xzr, xzr, [x0, #112]
        stp     xzr, xzr, [x0, #128]
        stp     xzr, xzr, [x0, #144]
        stp     xzr, xzr, [x0, #160]
        ret
        .cfi_endproc
        .size   goprepare, . - goprepare
#endif
        .section .note.GNU-stack, "", %progbits
