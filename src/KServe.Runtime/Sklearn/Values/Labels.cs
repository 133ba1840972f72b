namespace KServe.Runtime.Sklearn.Values;

/// <summary>The class labels of a classifier (<c>classes_</c>), in the order of its probability columns.</summary>
internal sealed class Labels
{
    private readonly double[]? _numbers;
    private readonly string[]? _texts;

    /// <summary>Makes labels of numbers.</summary>
    /// <param name="numbers">The labels.</param>
    /// <param name="dataType">INT64 and the other integers, FP32, FP64 or BOOL: as the library would answer.</param>
    public Labels(double[] numbers, TensorDataType dataType)
    {
        _numbers = numbers;
        DataType = dataType;
    }

    public Labels(string[] texts)
    {
        _texts = texts;
        DataType = TensorDataType.BYTES;
    }

    public TensorDataType DataType { get; }

    public int Count => _numbers?.Length ?? _texts!.Length;

    public bool AreTexts => _texts is not null;

    public double GetNumber(int index) => _numbers![index];

    public string GetText(int index) => _texts![index];
}
