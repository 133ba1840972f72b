namespace KServe.Runtime.Onnx.Trees;

/// <summary>Finds chains of splits that ask for one value after the other and lead to the same node.</summary>
/// <remarks>
/// Before version 5 of the operators this is how a set was written; its nodes are no tree until they are merged.
/// </remarks>
internal static class OnnxEqualChains
{
    public static void Merge(OnnxForest forest)
    {
        var isMerged = new bool[forest.Splits.Count];
        for (var i = 0; i < forest.Splits.Count; i++)
        {
            var first = forest.Splits[i];
            if (isMerged[i] || first.Mode != OnnxNodeMode.Equal || !Continues(forest, first, isMerged))
            {
                continue;
            }

            var members = new List<double> { first.Value };
            var last = first;
            while (Continues(forest, last, isMerged))
            {
                isMerged[last.False] = true;
                last = forest.Splits[last.False];
                members.Add(last.Value);
            }

            forest.Splits[i] = first with { Mode = OnnxNodeMode.Member, Value = forest.Sets.Count, False = last.False };
            forest.Sets.Add([.. members]);
        }
    }

    private static bool Continues(OnnxForest forest, in OnnxSplit split, bool[] isMerged)
    {
        if (split.False < 0 || isMerged[split.False])
        {
            return false;
        }

        var next = forest.Splits[split.False];
        return next.Mode == OnnxNodeMode.Equal
            && next.Feature == split.Feature
            && next.True == split.True
            && next.MissingIsTrue == split.MissingIsTrue;
    }
}
