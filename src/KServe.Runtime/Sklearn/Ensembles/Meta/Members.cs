using KServe.Runtime.Sklearn.Values;

namespace KServe.Runtime.Sklearn.Ensembles.Meta;

/// <summary>Reads and asks the estimators that another one is made of.</summary>
internal static class Members
{
    /// <summary>Reads a list of fitted estimators.</summary>
    /// <param name="source">The attributes.</param>
    /// <param name="reader">Builds the estimators.</param>
    /// <param name="methods">What each of them must be able to do.</param>
    /// <param name="name">The attribute.</param>
    /// <exception cref="InvalidDataException">There are none, or one cannot do what is needed.</exception>
    public static Estimator[] Read(
        SklearnObject source,
        EstimatorReader reader,
        EstimatorMethods methods,
        string name = "estimators_")
    {
        Estimator[] members = [.. source.Objects(name).Select(reader.Read)];
        if (members.Length == 0)
        {
            throw source.Invalid("it has no estimators");
        }

        foreach (var member in members)
        {
            Require(source, member, methods);
        }

        return members;
    }

    /// <summary>Checks that an estimator can do what is needed of it.</summary>
    /// <exception cref="InvalidDataException">It cannot.</exception>
    public static void Require(SklearnObject source, Estimator member, EstimatorMethods methods)
    {
        if ((member.Methods & methods) != methods)
        {
            throw source.Invalid($"a {member.ClassName} cannot do what is needed of it ({methods & ~member.Methods})");
        }
    }

    /// <summary>Gets the methods that all members have.</summary>
    public static EstimatorMethods Common(ReadOnlySpan<Estimator> members)
    {
        var methods = members[0].Methods;
        foreach (var member in members)
        {
            methods &= member.Methods;
        }

        return methods;
    }

    /// <summary>Gets what a prediction says as numbers: the labels themselves for classes that are numbers.</summary>
    /// <remarks>The result may be the prediction's own memory.</remarks>
    public static Matrix ToNumbers(Prediction prediction)
    {
        if (prediction.Labels is not { } labels)
        {
            return prediction.Values;
        }

        var values = prediction.Values;
        var numbers = new Matrix(new double[values.Values.Length], values.RowCount, values.ColumnCount)
        {
            IsVector = values.IsVector,
        };
        for (var i = 0; i < numbers.Values.Length; i++)
        {
            numbers.Values[i] = labels[i % values.ColumnCount].GetNumber((int)values.Values[i]);
        }

        return numbers;
    }

    /// <summary>Checks that the labels of an estimator, if it has any, are numbers.</summary>
    /// <exception cref="InvalidDataException">They are texts.</exception>
    public static void RequireNumbers(SklearnObject source, Estimator member)
    {
        for (var target = 0; target < member.TargetCount; target++)
        {
            if (member.GetLabels(target) is { AreTexts: true })
            {
                throw source.Invalid($"the labels of a {member.ClassName} are texts where numbers are needed");
            }
        }
    }
}
