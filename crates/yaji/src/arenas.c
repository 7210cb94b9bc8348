/* How many heaps the C library keeps beside each other. Left alone it gives nearly every thread one
   of its own, and each keeps what it once needed: a fifth of the program's memory under load. With
   two the threads wait for each other. */
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

/* Before main, because it holds from the first thread on; who sets MALLOC_ARENA_MAX keeps it. */
__attribute__((constructor)) static void share_heaps(void) {
    if (getenv("MALLOC_ARENA_MAX") == NULL) {
        mallopt(M_ARENA_MAX, 4);
    }
}
#endif
