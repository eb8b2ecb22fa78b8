// The other file of the program: linked before or behind it.
#define KEPT __attribute__((noinline, used))

static const char *const names[] = {"red", "green", "blue", "white"};
static int seen[16];

KEPT const char *name_of(int x) { return names[x & 3]; }

KEPT int other(int x, const char *text) {
    int sum = 0;
    while (*text) {
        sum = sum * 31 + *text++;
    }
    seen[x & 15] = sum;
    return sum + x;
}

KEPT int second(int x) { return other(x, name_of(x)) + seen[3]; }
