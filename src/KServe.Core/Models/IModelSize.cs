namespace KServe;

/// <summary>Tells how much memory a loaded model holds.</summary>
/// <remarks>
/// A predictor that knows implements it, or returns it from <see cref="Predictor.GetService"/>. Asked once after the
/// load, by what keeps many models within a budget.
/// </remarks>
public interface IModelSize
{
    /// <summary>Gets the bytes that the model holds, on the heap and off it.</summary>
    long SizeInBytes { get; }
}
