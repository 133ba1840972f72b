using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn;

/// <summary>Each attribute of each model, replaced by something hostile, is refused or does no harm.</summary>
public sealed class SklearnAttributeFuzzTests
{
    // One case of each class is enough for its reader.
    public static TheoryData<string> Cases =>
    [
        .. FixtureCase.Names("sklearn-models").DistinctBy(static name => FixtureCase
            .Load("sklearn-models", name).Expected.GetProperty("estimator").GetString()),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_AnyAttributeReplaced_IsRefusedOrAnswers(string name)
    {
        var fixture = FixtureCase.Load("sklearn-models", name);
        var source = (PickleInstance)SklearnFile.ReadDescription(fixture.ModelFiles[0], CancellationToken.None)!;
        var rows = fixture.Inputs[0].ToTable();
        var count = 0;
        foreach (var edited in Mutate(source, depth: 0))
        {
            TryUse(edited, new Features(rows));
            count++;
        }

        Assert.True(count > 50, $"{count} mutations");
    }

    // What a reader may throw is wrapped where files are opened; what a loaded model throws is the client's fault.
    private static void TryUse(PickleInstance source, Features rows)
    {
        Estimator estimator;
        try
        {
            estimator = new EstimatorReader().Read(source);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return;
        }

        try
        {
            Use(estimator, rows);
        }
        catch (InferenceException e)
        {
            Assert.Equal(InferenceErrorCode.InvalidArgument, e.Code);
        }
    }

    private static void Use(Estimator estimator, Features rows)
    {
        if (estimator.Methods.HasFlag(EstimatorMethods.Predict))
        {
            var prediction = estimator.Predict(rows, CancellationToken.None);
            for (var i = 0; prediction.Labels is { } labels && i < prediction.Values.Values.Length; i++)
            {
                Assert.InRange(prediction.Values.Values[i], 0, labels[i % labels.Count].Count - 1);
            }
        }

        if (estimator.Methods.HasFlag(EstimatorMethods.PredictProba))
        {
            estimator.PredictProba(rows, estimator.TargetCount - 1, CancellationToken.None);
        }

        if (estimator.Methods.HasFlag(EstimatorMethods.DecisionFunction))
        {
            estimator.DecisionFunction(rows, CancellationToken.None);
        }

        if (estimator.Methods.HasFlag(EstimatorMethods.ScoreSamples))
        {
            estimator.ScoreSamples(rows, CancellationToken.None);
        }

        if (estimator.Methods.HasFlag(EstimatorMethods.Transform))
        {
            estimator.Transform(rows, CancellationToken.None).ToDense();
        }
    }

    private static IEnumerable<PickleInstance> Mutate(PickleInstance source, int depth)
    {
        if (source.State is not PickleDictionary state)
        {
            yield break;
        }

        foreach (var (key, value) in state.Items.Where(static item => item.Key is string))
        {
            yield return DescriptionEditor.Rename(source, ((string)key!, ""));
            foreach (var replacement in Replace(value, depth))
            {
                yield return DescriptionEditor.Set(source, (string)key!, replacement);
            }
        }
    }

    private static IEnumerable<object?> Replace(object? value, int depth)
    {
        object?[] simple =
        [
            null, "", "auto", -1L, 0L, 1L << 40, double.NaN, true, Array.Empty<object?>(),
            DescriptionEditor.Doubles([0]), DescriptionEditor.Doubles([0, 0]), DescriptionEditor.Doubles([], 1),
            DescriptionEditor.Doubles([2], double.NaN, -1), DescriptionEditor.Doubles([1, 2], 1e300, -1e300),
        ];
        foreach (var replacement in simple)
        {
            yield return replacement;
        }

        switch (value)
        {
            case NumpyArray { IsNumeric: true, Shape.Length: > 0 } array:
                yield return new NumpyArray(array.Type, [.. array.Shape.Reverse()], array.Data);
                yield return Shorten(array);
                yield return new NumpyArray(array.Type, array.Shape, Fill(array, 0xff));
                yield return new NumpyArray(array.Type, array.Shape, Fill(array, 0x7f));
                yield return new NumpyArray(array.Type, array.Shape, Fill(array, 0));
                break;
            case PickleInstance instance when depth < 2:
                foreach (var edited in Mutate(instance, depth + 1))
                {
                    yield return edited;
                }

                break;
            case List<object?> { Count: > 0 } list:
                yield return list.Take(list.Count - 1).ToList();
                yield return list.Append(list[0]).ToList();
                break;
            default:
                break;
        }
    }

    private static byte[] Fill(NumpyArray array, byte value)
    {
        var bytes = new byte[array.Data.Length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private static NumpyArray Shorten(NumpyArray array)
    {
        int[] shape = [Math.Max(array.Shape[0] - 1, 0), .. array.Shape[1..]];
        var length = array.Shape[0] == 0 ? 0 : array.Data.Length / array.Shape[0] * shape[0];
        return new NumpyArray(array.Type, shape, array.Data[..length]) { IsFortranOrder = array.IsFortranOrder };
    }
}
