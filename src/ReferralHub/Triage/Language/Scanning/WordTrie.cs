using System.Runtime.CompilerServices;

namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// All words that anything looks for, as a tree of letters: a word of the text is known, or known not to be of interest, within its
/// first few letters. Spelling variants fall together on the way: ae and oe are e, -our is -or, z is s, y within a word is i, and a
/// doubled letter after the third counts once, in the words that are looked for as in those of the text.
/// </summary>
sealed class WordTrie
{
    const int Letters = 26;
    readonly List<int> next = [.. new int[Letters]];
    readonly List<List<int>?> exact = [null];
    readonly List<List<int>?> stems = [null];

    /// <summary>Adds a word of small letters; a stem stands for all words that begin so.</summary>
    public void Add(ReadOnlySpan<char> word, bool isStem, int id)
    {
        var walk = new Walk();
        for (var i = 0; i < word.Length; i++)
        {
            var step = walk.Fold(word[i], i + 1 < word.Length ? word[i + 1] : '\0');
            if (step < 0)
                continue;
            var at = (walk.State * Letters) + step;
            if (next[at] == 0)
            {
                next[at] = exact.Count;
                exact.Add(null);
                stems.Add(null);
                next.AddRange(new int[Letters]);
            }

            walk.State = next[at];
        }

        var list = isStem ? stems : exact;
        (list[walk.State] ??= []).Add(id);
    }

    /// <summary>The finished tree: what a word is that ends at a node, and what one is that goes on from it.</summary>
    /// <param name="find">Gives the hit of a set of ids.</param>
    public (WordSteps Steps, int[] Ending, int[] GoingOn) Finish(Func<IReadOnlyCollection<int>, int> find)
    {
        var steps = new WordSteps();
        var (ending, goingOn) = (new List<int> { 0 }, new List<int> { 0 });
        // Nodes are numbered anew by where their cells lie, so that a step is one look into a small table.
        var open = new Queue<(int Node, int Cell, int[] Stems, int GoingOn)>([(0, 0, [], 0)]);
        while (open.TryDequeue(out var at))
        {
            var (here, hit) = (at.Stems, at.GoingOn);
            if (stems[at.Node] is { } own)
            {
                here = [.. at.Stems, .. own];
                hit = find(here);
            }

            Put(goingOn, at.Cell, hit);
            Put(ending, at.Cell, exact[at.Node] is { } words ? find([.. here, .. words]) : hit);
            var children = Enumerable.Range(0, Letters).Where(l => next[(at.Node * Letters) + l] != 0).ToList();
            foreach (var (letter, cell) in steps.Place(at.Cell, children))
                open.Enqueue((next[(at.Node * Letters) + letter], cell, here, hit));
        }

        return (steps, [.. ending], [.. goingOn]);
    }

    static void Put(List<int> list, int at, int value)
    {
        while (list.Count <= at)
            list.Add(0);
        list[at] = value;
    }

    /// <summary>Where a walk down the tree stands, and which letter it takes next.</summary>
    public struct Walk
    {
        public int State;
        int length;
        char last;

        /// <summary>The step of a letter, 0 to 25; -1 when the letter is passed over.</summary>
        /// <param name="c">A small letter.</param>
        /// <param name="after">The small letter after it, or anything else.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Fold(char c, char after)
        {
            if (after == 'e' && c is ('a' or 'o'))
                return -1;
            if (c == last && length >= 3)
                return -1;
            if (c == 'u' && last == 'o' && length >= 3 && after == 'r')
                return -1;
            if (c == 'z')
                c = 's';
            else if (c == 'y' && length > 0 && after is >= 'a' and <= 'z')
                c = 'i';
            last = c;
            length++;
            return c - 'a';
        }
    }
}
