using System.Runtime.CompilerServices;
using KServe.Kernels.Compute;

namespace KServe.Kernels.Vectors;

/// <summary>Applies the functions between the layers of a network.</summary>
/// <remarks>Stateless and safe for concurrent use. What a row becomes depends on the row alone, bit for bit.</remarks>
public static unsafe class Activations
{
    /// <summary>Applies a function to every number of some rows.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="rows">The rows, changed in place.</param>
    /// <param name="width">The numbers in a row.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">The rows are not a multiple of the width.</exception>
    public static void Apply(Activation activation, Span<float> rows, int width, ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var count = RowCheck.Count(rows.Length, width, nameof(rows));
        fixed (float* data = rows)
        {
            var work = new ActivationWork
            {
                Activation = activation,
                Source = data,
                Destination = data,
                SourceStride = width,
                DestinationStride = width,
                Width = width,
                Parts = new RowParts(count, width, pool),
            };
            pool.Run(ref work, work.Parts.Count);
        }
    }

    /// <summary>Applies a function to the gates of some rows and multiplies with what they gate.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="gates">The gates: the first numbers of rows of <paramref name="gateStride"/>.</param>
    /// <param name="gateStride">From one row of gates to the next.</param>
    /// <param name="values">What is gated: the first numbers of rows of <paramref name="valueStride"/>.</param>
    /// <param name="valueStride">From one row of values to the next.</param>
    /// <param name="destination">Takes the products, row after row.</param>
    /// <param name="width">The numbers in a row.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">A span is shorter than the rows of the destination ask for.</exception>
    public static void ApplyGated(
        Activation activation,
        ReadOnlySpan<float> gates,
        int gateStride,
        ReadOnlySpan<float> values,
        int valueStride,
        Span<float> destination,
        int width,
        ComputePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var count = RowCheck.Count(destination.Length, width, nameof(destination));
        RowCheck.Require(gates.Length, count, gateStride, width, nameof(gates));
        RowCheck.Require(values.Length, count, valueStride, width, nameof(values));
        fixed (float* gate = gates)
        fixed (float* value = values)
        fixed (float* result = destination)
        {
            var work = new ActivationWork
            {
                Activation = activation,
                Source = gate,
                Factor = value,
                Destination = result,
                SourceStride = gateStride,
                FactorStride = valueStride,
                DestinationStride = width,
                Width = width,
                Parts = new RowParts(count, width, pool),
            };
            pool.Run(ref work, work.Parts.Count);
        }
    }

    /// <summary>Limits numbers softly: <c>cap · tanh(x / cap)</c>.</summary>
    /// <param name="values">The numbers, changed in place.</param>
    /// <param name="cap">The limit, above 0.</param>
    public static void SoftCap(Span<float> values, float cap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cap);
        fixed (float* data = values)
        {
            MapKernel.Run(new SoftCapMap(cap), data, null, data, values.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Row(Activation activation, float* source, float* factor, float* destination, int width)
    {
        switch (activation)
        {
            case Activation.Silu:
                MapKernel.Run(default(SiluMap), source, factor, destination, width);
                break;
            case Activation.Gelu:
                MapKernel.Run(default(GeluMap), source, factor, destination, width);
                break;
            case Activation.GeluTanh:
                MapKernel.Run(default(GeluTanhMap), source, factor, destination, width);
                break;
            case Activation.GeluQuick:
                MapKernel.Run(default(GeluQuickMap), source, factor, destination, width);
                break;
            case Activation.Relu:
                MapKernel.Run(default(ReluMap), source, factor, destination, width);
                break;
            case Activation.Tanh:
                MapKernel.Run(default(TanhMap), source, factor, destination, width);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation));
        }
    }
}
