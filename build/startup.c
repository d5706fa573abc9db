/*
 * Runs before the .NET runtime's own start.
 *
 * NativeAOT unpacks its type data, some two megabytes, into zeroed memory before Main. Each page of it is a page fault of its own,
 * several hundred in all, and in a virtual machine they are half of a short command's time. Linux 5.14 can make all pages at once.
 * Where the kernel can't, nothing is lost: the pages come one by one, as ever.
 */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

extern char __bss_start[];
extern char _end[];

__attribute__((constructor)) static void populate_type_data(void)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t first = ((uintptr_t)__bss_start + page - 1) & ~(page - 1);
    const uintptr_t last = (uintptr_t)_end & ~(page - 1);
    if (last > first)
    {
        (void)madvise((void *)first, last - first, MADV_POPULATE_WRITE);
    }
}
