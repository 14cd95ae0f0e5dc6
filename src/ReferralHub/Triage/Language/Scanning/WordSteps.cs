using System.Runtime.CompilerServices;

namespace ReferralHub.Triage.Language.Scanning;

/// <summary>
/// The steps of a tree of letters in one small table: the children of a node lie at its base plus their letter, and each cell says
/// whose child it is (a double-array trie). It is small enough to stay near the processor, which a table of all letters of all nodes
/// is not.
/// </summary>
sealed class WordSteps
{
    const int Letters = 26;

    /// <summary>Base and owner of each cell; an owner of 0 is a free cell, others are the cell of the parent plus one.</summary>
    (int Base, int Owner)[] cells = new (int, int)[1024];
    int firstFree = 1;

    public WordSteps() => cells[0].Owner = 1;

    /// <summary>The child of a node for a letter; 0 when it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int node, int letter)
    {
        var at = cells[node].Base + letter;
        return (uint)at < (uint)cells.Length && cells[at].Owner == node + 1 ? at : 0;
    }

    /// <summary>Lays the children of a node down, and says where.</summary>
    public List<(int Letter, int Cell)> Place(int node, List<int> letters)
    {
        if (letters.Count == 0)
        {
            // No cell has an owner that lies before the table.
            cells[node].Base = -Letters;
            return [];
        }

        while (firstFree < cells.Length && cells[firstFree].Owner != 0)
            firstFree++;
        var start = Math.Max(1, firstFree - letters[0]);
        while (!letters.TrueForAll(l => IsFree(start + l)))
            start++;
        cells[node].Base = start;
        foreach (var letter in letters)
            cells[start + letter].Owner = node + 1;
        return letters.ConvertAll(l => (l, start + l));
    }

    bool IsFree(int at)
    {
        if (at >= cells.Length)
            Array.Resize(ref cells, Math.Max(cells.Length * 2, at + Letters));
        return cells[at].Owner == 0;
    }
}
