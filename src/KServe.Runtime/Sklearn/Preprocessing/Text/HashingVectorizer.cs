using KServe.Runtime.Sklearn.Preprocessing.Scaling;
using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Counts terms in columns chosen by their hashes; it holds no vocabulary (HashingVectorizer).</summary>
internal sealed class HashingVectorizer : TransformingEstimator
{
    private readonly TextAnalyzer _analyzer;
    private readonly int _columnCount;
    private readonly bool _hasSigns;
    private readonly bool _isBinary;
    private readonly RowNorm _norm;

    public HashingVectorizer(SklearnObject source, EstimatorReader reader)
        : base(source)
    {
        _analyzer = TextAnalyzer.Read(source);
        _columnCount = HashColumns.Read(source);
        _hasSigns = source.Flag("alternate_sign", fallback: true);
        _isBinary = source.Flag("binary");
        _norm = RowNorms.Read(source, "norm");
        FeatureCount = 1;
        TransformType = OutputTypes.Read(source);
    }

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => _columnCount;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var documents = TextColumn.Get(features, this);
        var sink = new HashingSink(_columnCount, _hasSigns, documents.Length);
        var buffer = new TermBuffer();
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _analyzer.Analyze(document!, buffer, sink);
            sink.EndRow(_isBinary);
        }

        var hashed = sink.ToMatrix();
        RowNorms.Normalize(hashed.Starts, hashed.Values, _norm);
        return new Features(hashed);
    }
}
