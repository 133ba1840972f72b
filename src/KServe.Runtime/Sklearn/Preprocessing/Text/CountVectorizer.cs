using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Counts terms, and weighs them where it is a TfidfVectorizer.</summary>
internal sealed class CountVectorizer : TransformingEstimator
{
    private readonly TextAnalyzer _analyzer;
    private readonly Dictionary<string, int> _vocabulary;
    private readonly bool _isBinary;
    private readonly TermWeights? _weights;

    private CountVectorizer(SklearnObject source, bool isWeighted)
        : base(source)
    {
        _analyzer = TextAnalyzer.Read(source);
        _vocabulary = Vocabulary.Read(source);
        _isBinary = source.Flag("binary");
        _weights = isWeighted ? TermWeights.Read(source.Object("_tfidf"), _vocabulary.Count) : null;
        FeatureCount = 1;
        TransformType = OutputTypes.Read(source, isWeighted ? TensorDataType.FP64 : TensorDataType.INT64);
    }

    public static Estimator ReadCounts(SklearnObject source, EstimatorReader reader) =>
        new CountVectorizer(source, isWeighted: false);

    public static Estimator ReadTfidf(SklearnObject source, EstimatorReader reader) =>
        new CountVectorizer(source, isWeighted: true);

    public override TensorDataType TransformType { get; }

    protected override int OutputCount => _vocabulary.Count;

    public override Features Transform(Features features, CancellationToken cancellationToken)
    {
        var documents = TextColumn.Get(features, this);
        var sink = new CountingSink(_vocabulary, documents.Length);
        var buffer = new TermBuffer();
        foreach (var document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _analyzer.Analyze(document!, buffer, sink);
            sink.EndRow(_isBinary);
        }

        var counts = sink.ToMatrix();
        _weights?.Apply(counts);
        return new Features(counts);
    }
}
