namespace KServe.Runtime.Onnx.Trees;

/// <summary>Tells of which targets every row gets a score, and whether that differs from row to row.</summary>
/// <param name="IsScored">Per target, whether each row has a score.</param>
/// <param name="Varies">Whether some target is scored in some rows only.</param>
internal sealed record OnnxCoverage(bool[] IsScored, bool Varies)
{
    /// <summary>
    /// Looks at all leaves: a target is always scored when every leaf of some tree has a weight for it.
    /// </summary>
    public static OnnxCoverage Of(OnnxForest forest)
    {
        var always = new bool[forest.TargetCount];
        var ever = new bool[forest.TargetCount];
        var counts = new int[forest.TargetCount];
        var lastLeaf = new int[forest.TargetCount];
        var touched = new List<int>();
        var open = new Stack<int>();
        var leaf = 0;
        foreach (var root in forest.Roots)
        {
            var first = leaf;
            touched.Clear();
            open.Push(root);
            while (open.TryPop(out var reference))
            {
                if (reference >= 0)
                {
                    open.Push(forest.Splits[reference].True);
                    open.Push(forest.Splits[reference].False);
                    continue;
                }

                leaf++;
                foreach (var target in forest.Leaves.Targets(~reference))
                {
                    counts[target] = lastLeaf[target] <= first ? 1 : counts[target] + (lastLeaf[target] < leaf ? 1 : 0);
                    lastLeaf[target] = leaf;
                    touched.Add(target);
                }
            }

            foreach (var target in touched)
            {
                always[target] |= counts[target] == leaf - first;
                ever[target] = true;
            }
        }

        return new OnnxCoverage(always, !always.AsSpan().SequenceEqual(ever));
    }
}
