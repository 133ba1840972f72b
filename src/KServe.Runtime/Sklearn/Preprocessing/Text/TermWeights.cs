using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn.Preprocessing.Scaling;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Weighs counts of terms by how rare the terms are, and normalises rows (tf-idf).</summary>
internal sealed class TermWeights
{
    private readonly bool _isSublinear;
    private readonly double[]? _rarity;
    private readonly RowNorm _norm;

    private TermWeights(SklearnObject source, int termCount)
    {
        _isSublinear = source.Flag("sublinear_tf");
        _rarity = source.Flag("use_idf", fallback: true) ? ReadRarity(source, termCount) : null;
        _norm = RowNorms.Read(source, "norm");
    }

    /// <summary>Gets the number of terms; -1 for any.</summary>
    public int TermCount => _rarity?.Length ?? -1;

    /// <summary>Reads the state of a TfidfTransformer.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="termCount">The number of terms; -1 for any.</param>
    public static TermWeights Read(SklearnObject source, int termCount) => new(source, termCount);

    /// <summary>Weighs counts in place.</summary>
    public void Apply(SparseMatrix counts)
    {
        for (var i = 0; i < counts.Values.Length; i++)
        {
            var value = _isSublinear ? Math.Log(counts.Values[i]) + 1 : counts.Values[i];
            counts.Values[i] = _rarity is null ? value : value * _rarity[counts.Columns[i]];
        }

        RowNorms.Normalize(counts.Starts, counts.Values, _norm);
    }

    /// <summary>Reads the inverse document frequencies: a vector since 1.5, a diagonal matrix before.</summary>
    private static double[] ReadRarity(SklearnObject source, int termCount)
    {
        if (source.Has("idf_"))
        {
            return source.Vector("idf_", termCount);
        }

        var diagonal = source.Object("_idf_diag");
        var rarity = diagonal.Value("data") is NumpyArray { IsNumeric: true } data
            && (data.Shape is [_] || data.Shape is [1, _])
            && (diagonal.ClassName != "dia_matrix" || diagonal.Integers("offsets") is [0])
                ? data.ToDoubles()
                : throw source.Unexpected("_idf_diag", "a diagonal matrix");
        return termCount < 0 || rarity.Length == termCount
            ? rarity
            : throw source.Unexpected("_idf_diag", $"a diagonal of {termCount} numbers");
    }
}
