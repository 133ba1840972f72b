namespace KServe.Runtime.Onnx.Trees;

/// <summary>Names the tests of splits, numbered as operator <c>TreeEnsemble</c> numbers them.</summary>
internal enum OnnxNodeMode : byte
{
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    Equal,
    NotEqual,

    /// <summary>The value is one of a set.</summary>
    Member,
}
