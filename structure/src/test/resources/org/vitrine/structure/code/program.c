// Linked twice by LinkedTwiceTest: what of it moves must not change a shape, and what changes must.
#define KEPT __attribute__((noinline, used))

extern int other(int, const char *);
extern const char *name_of(int);

#ifdef MORE
// Moves all that follows, code and data.
char before[70000] = {1};
const char more_text[] = "more text that stands before the rest of it";
KEPT int inserted(int x) {
    for (int i = 0; i < x; i++) {
        before[i] ^= more_text[i % 7];
    }
    return other(x, more_text);
}
#endif

int counter = 5;
static int hidden[40] = {1, 2, 3};
static const char *const words[] = {"zero", "one", "two", "three", "four", "five"};
double weight = 1.5;

KEPT int leaf(int x) { return x * 3 + 1; }

KEPT int strings(int x) {
    counter += x;
    return other(x, "a string that is loaded") + other(x + 1, words[x % 6]);
}

#ifndef FACTOR
#define FACTOR 7
#endif
KEPT int changed(int x) {
    int sum = 0;
    for (int i = 0; i < x; i++) {
        sum += leaf(i) * FACTOR;
    }
    return sum;
}

KEPT int chooses(int x, int y) {
    switch (x) {
        case 0: return leaf(y);
        case 1: return strings(y) + 1;
        case 2: return changed(y) * 2;
        case 3: return other(y, "three");
        case 4: return y / 3;
        case 5: return hidden[y & 31];
        case 6: counter = y; return 1;
        case 7: return leaf(counter) - 77;
        case 8: return hidden[3] ^ 0x12345678;
        default: return -1;
    }
}

KEPT int constants(int x) {
    hidden[x & 7] += 0x12345678;
#ifndef __SOFTFP__
    weight = weight * 2.75 + x;
#endif
    return hidden[(x + 1) & 7] ^ 0x7edcba98;
}

KEPT int loops(int *from, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
        if (from[i] > 100) {
            sum += leaf(from[i]);
        } else if (from[i] < 0) {
            sum -= strings(from[i]);
        }
        while (sum > 1000) {
            sum -= counter;
        }
    }
    return sum;
}

KEPT int pointers(int x) {
    int (*volatile called)(int) = x ? leaf : changed;
    return called(x);
}

KEPT int first(int x) {
    int sum = chooses(x, counter) + constants(x) + loops(hidden, 40) + pointers(x);
#ifdef MORE
    return inserted(sum) + name_of(x)[0];
#else
    return sum + name_of(x)[0];
#endif
}
