using BenchmarkDotNet.Running;

BenchmarkRunner.Run<CareTally.Bench.Templates.TemplateBenchmarks>(args: args);
