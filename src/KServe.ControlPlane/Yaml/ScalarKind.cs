namespace KServe.ControlPlane;

/// <summary>Names what a scalar means to the reader of a cluster.</summary>
internal enum ScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Number,
}
