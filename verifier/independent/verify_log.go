// Checks an exported log, and a proof, with golang.org/x/mod/sumdb (Debian: golang-golang-x-mod-dev) and none of Indelible's code.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run verify_log.go POLICY TREE [LEAF PROOF]
//
// TREE is a folder as `indelible export-log` writes it. Every entry is proven to be in the signed tree, and the tree of half its
// size to be its beginning. Prints what it checked and exits with 0; or prints what is wrong, and exits with 1.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// verifiers holds the keys of the logs of a policy.
func verifiers(policy string) (note.Verifiers, error) {
	text, err := os.ReadFile(policy)
	if err != nil {
		return nil, err
	}
	var list []note.Verifier
	for _, line := range strings.Split(string(text), "\n") {
		if items := strings.Fields(line); len(items) > 1 && items[0] == "log" {
			verifier, err := note.NewVerifier(items[1])
			if err != nil {
				return nil, err
			}
			list = append(list, verifier)
		}
	}
	return note.VerifierList(list...), nil
}

// checkpoint opens a signed note and reads its tree.
func checkpoint(signed []byte, keys note.Verifiers) (origin string, tree tlog.Tree, err error) {
	opened, err := note.Open(signed, keys)
	if err != nil {
		return "", tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || opened.Sigs[0].Name != lines[0] {
		return "", tree, fmt.Errorf("not a checkpoint signed by its log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return "", tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return lines[0], tree, err
}

// folder reads tiles; x/mod checks each of them against the root before it believes it.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), path(strconv.Itoa(tile.L), tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// path is that of c2sp.org/tlog-tiles, which has no height in it.
func path(level string, n int64, width int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if width < 1<<tileHeight {
		name += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + name
}

func checkTree(dir string, keys note.Verifiers) error {
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	origin, tree, err := checkpoint(signed, keys)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, folder(dir))
	gone := 0
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		if isGone(dir, tree, first) {
			gone++
			err = checkHashes(tree, hashes, first)
		} else {
			err = checkBundle(dir, tree, hashes, first)
		}
		if err != nil {
			return err
		}
	}
	if half := tree.N / 2; half > 0 {
		old, err := tlog.TreeHash(half, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, half, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, half, old); err != nil {
			return err
		}
	}
	fmt.Printf("%s: signed; each of %d entries is proven to be in it\n", origin, tree.N)
	if gone > 0 {
		fmt.Printf("%s: events in %d bundles have expired; of their entries the hashes are left, which are proven to be in it\n", origin, gone)
	}
	return nil
}

// bundleOf returns the path and the number of entries of the bundle that begins with an entry.
func bundleOf(tree tlog.Tree, first int64) (name string, width int64) {
	width = 1 << tileHeight
	if tree.N-first < width {
		width = tree.N - first
	}
	return path("entries", first>>tileHeight, int(width)), width
}

// isGone tells whether the log says that events in a bundle have expired: then the tile of level 0 has the hashes of its entries.
func isGone(dir string, tree tlog.Tree, first int64) bool {
	name, _ := bundleOf(tree, first)
	_, missing := os.Stat(filepath.Join(dir, name))
	_, unsaid := os.Stat(filepath.Join(dir, name+".gone"))
	return missing != nil && unsaid == nil
}

func checkHashes(tree tlog.Tree, hashes tlog.HashReader, first int64) error {
	_, width := bundleOf(tree, first)
	for index := first; index < first+width; index++ {
		read, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return fmt.Errorf("the hash of entry %d: %w", index, err)
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, read[0]); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return nil
}

func checkBundle(dir string, tree tlog.Tree, hashes tlog.HashReader, first int64) error {
	name, width := bundleOf(tree, first)
	bundle, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	for index := first; index < first+width; index++ {
		if len(bundle) < 2 {
			return fmt.Errorf("%s: it ends before its entries do", name)
		}
		end := 2 + int(bundle[0])<<8 + int(bundle[1])
		if len(bundle) < end {
			return fmt.Errorf("%s: it ends before its entries do", name)
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(bundle[2:end])); err != nil {
			return fmt.Errorf("entry %d of %s: %w", index, name, err)
		}
		bundle = bundle[end:]
	}
	if len(bundle) > 0 {
		return fmt.Errorf("%s: something stands behind its entries", name)
	}
	return nil
}

func checkProof(leafFile, proofFile string, keys note.Verifiers) error {
	leaf, err := os.ReadFile(leafFile)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(proofFile)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 {
		return fmt.Errorf("%s: it is no proof", proofFile)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		var hash tlog.Hash
		node, err := base64.StdEncoding.DecodeString(line)
		if err != nil || copy(hash[:], node) != len(hash) {
			return fmt.Errorf("%s: a line is no hash", proofFile)
		}
		proof = append(proof, hash)
	}
	origin, tree, err := checkpoint([]byte(signed), keys)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("%s: %w", proofFile, err)
	}
	fmt.Printf("%s: %s is its entry %d of %d\n", origin, leafFile, index, tree.N)
	return nil
}

func run(arguments []string) error {
	keys, err := verifiers(arguments[0])
	if err != nil {
		return err
	}
	if err := checkTree(arguments[1], keys); err != nil {
		return err
	}
	if len(arguments) == 4 {
		return checkProof(arguments[2], arguments[3], keys)
	}
	return nil
}

func main() {
	if len(os.Args) != 3 && len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "verify_log POLICY TREE [LEAF PROOF]")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Println("WRONG:", err)
		os.Exit(1)
	}
}
