namespace KServe.Runtime.Pmml.Neural;

/// <summary>Names what is done to the outputs of a layer.</summary>
internal enum LayerNormalization : byte
{
    None,
    SimpleMax,
    SoftMax,
}
