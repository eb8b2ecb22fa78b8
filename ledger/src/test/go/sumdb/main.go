// Command sumdb does with golang.org/x/mod/sumdb what GoTest does with the ledger, so that each reads what the other wrote.
//
//	sumdb write DIR ORIGIN SIZE   writes a log of SIZE entries below DIR; prints its verifier key
//	sumdb prove DIR VKEY OLD...   reads a log through its tiles; prints the proofs of some entries, and from each OLD size
//	sumdb check                   says of each proof on standard input whether it holds
//	sumdb open VKEY               says of each note on standard input, in hex, whether it verifies, and its text
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	log.SetFlags(0)
	switch os.Args[1] {
	case "write":
		write(os.Args[2], os.Args[3], number(os.Args[4]))
	case "prove":
		prove(os.Args[2], os.Args[3], os.Args[4:])
	case "check":
		each(func(line string) string { return check(strings.Fields(line)) })
	case "open":
		verifier := must(note.NewVerifier(os.Args[2]))
		each(func(line string) string { return open(must(hex.DecodeString(line)), verifier) })
	}
}

func write(dir, origin string, size int64) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, at := range indexes {
			hashes = append(hashes, stored[at])
		}
		return hashes, nil
	})
	var bundle []byte
	for i := int64(0); i < size; i++ {
		entry := []byte(fmt.Sprintf("what Go wrote at %d", i))
		stored = append(stored, must(tlog.StoredHashes(i, entry, reader))...)
		bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(entry)))
		bundle = append(bundle, entry...)
		if i%256 == 255 || i == size-1 {
			tile := tlog.Tile{H: height, L: 0, N: i / 256, W: int(i%256) + 1}
			save(dir, strings.Replace(path(tile), "tile/0/", "tile/entries/", 1), bundle)
			bundle = nil
		}
	}
	for level := 0; size>>(height*level) > 0; level++ {
		count := size >> (height * level)
		for n := int64(0); n*256 < count; n++ {
			width := count - n*256
			if width > 256 {
				width = 256
			}
			tile := tlog.Tile{H: height, L: level, N: n, W: int(width)}
			save(dir, path(tile), must(tlog.ReadTileData(tile, reader)))
		}
	}
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		log.Fatal(err)
	}
	text := fmt.Sprintf("%s\n%d\n%v\n", origin, size, must(tlog.TreeHash(size, reader)))
	save(dir, "checkpoint", must(note.Sign(&note.Note{Text: text}, must(note.NewSigner(skey)))))
	fmt.Println(vkey)
}

func prove(dir, vkey string, olds []string) {
	verifier := must(note.NewVerifier(vkey))
	signed := must(note.Open(must(os.ReadFile(filepath.Join(dir, "checkpoint"))), note.VerifierList(verifier)))
	lines := strings.Split(signed.Text, "\n")
	tree := tlog.Tree{N: number(lines[1]), Hash: must(tlog.ParseHash(lines[2]))}
	reader := tlog.TileHashReader(tree, files(dir))
	for i := int64(0); i < tree.N; i += 1 + tree.N/200 {
		leaf := tlog.RecordHash(entry(dir, i, tree.N))
		proof := must(tlog.ProveRecord(tree.N, i, reader))
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, leaf); err != nil {
			log.Fatal(err)
		}
		fmt.Println("record", tree.N, tree.Hash, i, leaf, join(proof))
	}
	for _, old := range olds {
		n := number(old)
		hash := must(tlog.TreeHash(n, reader))
		proof := must(tlog.ProveTree(tree.N, n, reader))
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, n, hash); err != nil {
			log.Fatal(err)
		}
		fmt.Println("tree", tree.N, tree.Hash, n, hash, join(proof))
	}
}

// check reads a line as prove prints it.
func check(fields []string) string {
	size, root := number(fields[1]), must(tlog.ParseHash(fields[2]))
	at, hash := number(fields[3]), must(tlog.ParseHash(fields[4]))
	var path []tlog.Hash
	for _, each := range fields[5:] {
		path = append(path, must(tlog.ParseHash(each)))
	}
	var err error
	if fields[0] == "record" {
		err = tlog.CheckRecord(path, size, root, at, hash)
	} else {
		err = tlog.CheckTree(path, size, root, at, hash)
	}
	if err != nil {
		return "refused"
	}
	return "holds"
}

func open(bytes []byte, verifier note.Verifier) string {
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return "refused"
	}
	return "verified " + hex.EncodeToString([]byte(opened.Text))
}

// entry reads the bundle that holds an entry.
func entry(dir string, i, size int64) []byte {
	tile := tlog.Tile{H: height, L: 0, N: i / 256, W: 256}
	if size-tile.N*256 < 256 {
		tile.W = int(size - tile.N*256)
	}
	bundle := must(os.ReadFile(filepath.Join(dir, strings.Replace(path(tile), "tile/0/", "tile/entries/", 1))))
	for ; i%256 > 0; i-- {
		bundle = bundle[2+binary.BigEndian.Uint16(bundle):]
	}
	return bundle[2 : 2+binary.BigEndian.Uint16(bundle)]
}

// files are tiles in the layout of C2SP tlog-tiles, which has no height in its paths.
type files string

func (dir files) Height() int { return height }

func (dir files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(dir), path(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (dir files) SaveTiles([]tlog.Tile, [][]byte) {}

func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

func save(dir, path string, data []byte) {
	file := filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

func each(answer func(string) string) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		fmt.Println(answer(lines.Text()))
	}
}

func join(hashes []tlog.Hash) string {
	var texts []string
	for _, hash := range hashes {
		texts = append(texts, hash.String())
	}
	return strings.Join(texts, " ")
}

func number(text string) int64 { return must(strconv.ParseInt(text, 10, 64)) }

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
